/* Fake cameras for tests: preloaded into a program, it answers what the program asks of /dev/video0 to /dev/video7.
 *
 * Needs Linux, glibc and a C compiler; no root, no kernel module. FAKE_CAMERAS names a file with a line for each camera,
 * read anew at every question, so that a test can change it (by rename) while the program runs:
 *
 *     0 name=Front;format=YUYV 640x480 30,15;format=MJPG 1280x720 30 /path/picture.jpg;skip=10
 *
 * YUYV pictures are gray, as bright as 16 + sequence % 200; MJPG ones are the picture of the file.
 *   meta        it is the node for metadata that stands beside a camera
 *   open=13     opening fails with this errno; busy: it can be opened, but streams for another program
 *   away        unplugged: the node is gone, and who has it open is told so
 *   deliver=12  the true rate, whatever was agreed          stall   no more pictures
 *   late_ms=50  so long after it is taken a picture comes   first_ms=2000   the first one comes so late
 *   skip, empty, error, cut = N   this picture is lost, has no bytes, is marked as damaged, is cut in half
 *   no_clock    pictures are stamped with the time of day
 *
 * The descriptor is a timer that fires when the next picture comes, so poll() works by itself. Nothing runs in between:
 * at each question it is worked out which pictures have come since the last, and which queued buffer each of them filled.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define CAMERAS 8
#define FORMATS 8
#define BUFFERS 8
#define EXPORT __attribute__((visibility("default")))

struct format { uint32_t code; unsigned width, height; double rates[8]; int n_rates; char picture[256]; };
struct buffer { int is_queued, is_filled; unsigned sequence, bytes, flags; double taken_s; };
struct camera {
    char text[2048], name[32];
    struct format formats[FORMATS];
    int n_formats;
    int fd, memory, n_buffers, is_streaming, is_gone, chosen; /* of who has it open; fd 0: nobody */
    double rate, began_s;
    unsigned next;       /* sequence of the picture that comes next */
    size_t length;
    char *map;
    struct buffer buffers[BUFFERS];
    int order[BUFFERS], n_order; /* queued and filled buffers, oldest first */
};

static struct camera cameras[CAMERAS];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

/* What stands behind "key=", or "" behind a bare "key"; NULL without it. */
static const char *find(const struct camera *c, const char *key)
{
    static char value[512];
    size_t n = strlen(key);
    for (const char *at = c->text; at; at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL)
        if (!strncmp(at, key, n) && (at[n] == '=' || at[n] == ';' || !at[n])) {
            snprintf(value, sizeof value, "%s", at[n] == '=' ? at + n + 1 : "");
            value[strcspn(value, ";")] = 0;
            return value;
        }
    return NULL;
}

static double number(const struct camera *c, const char *key)
{
    const char *value = find(c, key);
    return value ? atof(value) : -1;
}

static void add_format(struct camera *c, const char *text)
{
    struct format f = {.n_rates = 0};
    char code[5] = "", rates[128] = "";
    if (c->n_formats == FORMATS || sscanf(text, "%4s %ux%u %127s %255s", code, &f.width, &f.height, rates, f.picture) < 4)
        return;
    f.code = v4l2_fourcc(code[0], code[1], code[2], code[3]);
    char *rest = NULL;
    for (char *rate = strtok_r(rates, ",", &rest); rate && f.n_rates < 8; rate = strtok_r(NULL, ",", &rest))
        f.rates[f.n_rates++] = atof(rate);
    c->formats[c->n_formats++] = f;
}

static void read_control(void)
{
    char text[8192];
    const char *path = getenv("FAKE_CAMERAS");
    int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t n = fd < 0 ? 0 : syscall(SYS_read, fd, text, sizeof text - 1);
    if (fd >= 0)
        syscall(SYS_close, fd);
    text[n > 0 ? n : 0] = 0;
    for (int i = 0; i < CAMERAS; i++)
        cameras[i].text[0] = 0, cameras[i].n_formats = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        int i = line[0] - '0';
        if (i < 0 || i >= CAMERAS || line[1] != ' ')
            continue;
        struct camera *c = &cameras[i];
        snprintf(c->text, sizeof c->text, "%s", line + 2);
        const char *name = find(c, "name");
        snprintf(c->name, sizeof c->name, "%s", name ? name : "Fake");
        for (char *at = c->text; at; at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL)
            if (!strncmp(at, "format=", 7)) {
                char one[512];
                snprintf(one, sizeof one, "%s", at + 7);
                one[strcspn(one, ";")] = 0;
                add_format(c, one);
            }
    }
    for (int i = 0; i < CAMERAS; i++)
        if (cameras[i].fd && (!cameras[i].text[0] || find(&cameras[i], "away")))
            cameras[i].is_gone = 1;
}

static struct format *format_of(struct camera *c) { return &c->formats[c->chosen < c->n_formats ? c->chosen : 0]; }

static void fill(struct camera *c, struct buffer *b, int index)
{
    struct format *f = format_of(c);
    unsigned char *to = (unsigned char *)c->map + index * c->length;
    b->bytes = 0;
    if (f->picture[0]) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, f->picture, O_RDONLY | O_CLOEXEC);
        ssize_t n = fd < 0 ? 0 : syscall(SYS_read, fd, to, c->length);
        if (fd >= 0)
            syscall(SYS_close, fd);
        b->bytes = n > 0 ? n : 0;
    } else {
        b->bytes = f->width * f->height * 2;
        for (unsigned i = 0; i < b->bytes; i += 2)
            to[i] = 16 + b->sequence % 200, to[i + 1] = 128;
    }
    if (number(c, "empty") == b->sequence)
        b->bytes = 0;
    if (number(c, "cut") == b->sequence)
        b->bytes /= 2;
    b->flags = number(c, "error") == b->sequence ? V4L2_BUF_FLAG_ERROR : 0;
}

static double late_s(const struct camera *c) { return number(c, "late_ms") > 0 ? number(c, "late_ms") / 1000 : 0; }

/* When the next picture is taken. */
static double next_s(const struct camera *c)
{
    double rate = number(c, "deliver") > 0 ? number(c, "deliver") : c->rate;
    double first_s = number(c, "first_ms") > 0 ? number(c, "first_ms") / 1000 : 0;
    return c->began_s + first_s + (c->next + 1) / rate;
}

/* Let all pictures come that are due by now. */
static void advance(struct camera *c)
{
    while (c->is_streaming && !c->is_gone) {
        double taken_s = next_s(c);
        if (taken_s + late_s(c) > now_s())
            return;
        unsigned sequence = c->next++;
        if (find(c, "stall") || number(c, "skip") == sequence)
            continue;
        for (int k = 0; k < c->n_order; k++) {
            struct buffer *b = &c->buffers[c->order[k]];
            if (b->is_filled)
                continue;
            b->is_filled = 1, b->sequence = sequence, b->taken_s = taken_s;
            fill(c, b, c->order[k]);
            break;
        }
    }
}

/* Let poll() return when there is something to take: now, or when the next picture comes. */
static void set_timer(struct camera *c)
{
    struct itimerspec at = {{0, 0}, {0, 1}};
    if (!c->is_streaming)
        at.it_value.tv_nsec = 0;
    else if (!c->n_order || !c->buffers[c->order[0]].is_filled) {
        double s = next_s(c) + late_s(c);
        at.it_value.tv_sec = (time_t)s, at.it_value.tv_nsec = (long)((s - (time_t)s) * 1e9) + 1;
    }
    timerfd_settime(c->fd, TFD_TIMER_ABSTIME, &at, NULL);
}

static void describe(struct camera *c, int i, struct v4l2_buffer *v)
{
    struct buffer *b = &c->buffers[i];
    int has_clock = !find(c, "no_clock");
    double stamp_s = has_clock ? b->taken_s : (double)time(NULL);
    v->index = i, v->bytesused = b->bytes, v->sequence = b->sequence, v->length = c->length, v->m.offset = i * c->length;
    v->flags = b->flags | (has_clock ? V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC : V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN);
    v->timestamp.tv_sec = (time_t)stamp_s, v->timestamp.tv_usec = (suseconds_t)((stamp_s - (time_t)stamp_s) * 1e6);
}

static int dequeue(struct camera *c, struct v4l2_buffer *v)
{
    int i = c->n_order ? c->order[0] : -1;
    if (i < 0 || !c->buffers[i].is_filled)
        return EAGAIN;
    memmove(c->order, c->order + 1, --c->n_order * sizeof *c->order);
    c->buffers[i].is_queued = 0;
    describe(c, i, v);
    return 0;
}

static int queue(struct camera *c, struct v4l2_buffer *v)
{
    if (v->index >= (unsigned)c->n_buffers || c->buffers[v->index].is_queued)
        return EINVAL;
    c->buffers[v->index] = (struct buffer){.is_queued = 1};
    c->order[c->n_order++] = v->index;
    return 0;
}

static int stream(struct camera *c, int is_on)
{
    if (is_on && find(c, "busy"))
        return EBUSY;
    c->is_streaming = is_on, c->began_s = now_s(), c->next = 0;
    return 0;
}

static int allocate(struct camera *c, struct v4l2_requestbuffers *r)
{
    struct format *f = format_of(c);
    if (find(c, "busy"))
        return EBUSY;
    c->n_buffers = r->count = r->count < BUFFERS ? r->count : BUFFERS;
    c->length = (f->width * f->height * 2 + 4095) & ~4095UL;
    c->memory = memfd_create("fake_camera", MFD_CLOEXEC);
    if (c->memory < 0 || ftruncate(c->memory, c->length * c->n_buffers))
        return ENOMEM;
    c->map = (char *)syscall(SYS_mmap, NULL, c->length * c->n_buffers, PROT_READ | PROT_WRITE, MAP_SHARED, c->memory, 0);
    memset(c->buffers, 0, sizeof c->buffers);
    c->n_order = 0;
    return 0;
}

static void choose(struct camera *c, struct v4l2_format *v, int is_set)
{
    struct v4l2_pix_format *p = &v->fmt.pix;
    int best = c->chosen;
    for (int i = c->n_formats - 1; is_set && i >= 0; i--)
        if (c->formats[i].code == p->pixelformat && c->formats[i].width == p->width && c->formats[i].height == p->height)
            best = i;
    c->chosen = best;
    struct format *f = format_of(c);
    p->width = f->width, p->height = f->height, p->pixelformat = f->code, p->field = V4L2_FIELD_NONE;
    p->bytesperline = f->picture[0] ? 0 : f->width * 2, p->sizeimage = f->width * f->height * 2;
    c->rate = f->rates[0];
}

static int rate(struct camera *c, struct v4l2_streamparm *v, int is_set)
{
    struct v4l2_fract *each = &v->parm.capture.timeperframe;
    struct format *f = format_of(c);
    for (int i = 0; is_set && each->numerator && i < f->n_rates; i++) {
        double wanted = (double)each->denominator / each->numerator, off = f->rates[i] - wanted, best = c->rate - wanted;
        c->rate = (off < 0 ? -off : off) < (best < 0 ? -best : best) ? f->rates[i] : c->rate;
    }
    v->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    each->numerator = 1000, each->denominator = (unsigned)(c->rate * 1000 + 0.5);
    return 0;
}

static int list_formats(struct camera *c, struct v4l2_fmtdesc *v)
{
    if (v->index >= (unsigned)c->n_formats)
        return EINVAL;
    v->pixelformat = c->formats[v->index].code;
    return 0;
}

static int list_sizes(struct camera *c, struct v4l2_frmsizeenum *v)
{
    if (v->index) /* one size for each line */
        return EINVAL;
    for (int i = 0; i < c->n_formats; i++)
        if (c->formats[i].code == v->pixel_format) {
            v->type = V4L2_FRMSIZE_TYPE_DISCRETE;
            v->discrete.width = c->formats[i].width, v->discrete.height = c->formats[i].height;
            return 0;
        }
    return EINVAL;
}

static int list_rates(struct camera *c, struct v4l2_frmivalenum *v)
{
    for (int i = 0; i < c->n_formats; i++) {
        struct format *f = &c->formats[i];
        if (f->code == v->pixel_format && f->width == v->width && v->index < (unsigned)f->n_rates) {
            v->type = V4L2_FRMIVAL_TYPE_DISCRETE;
            v->discrete.numerator = 1000, v->discrete.denominator = (unsigned)(f->rates[v->index] * 1000 + 0.5);
            return 0;
        }
    }
    return EINVAL;
}

static int capabilities(struct camera *c, struct v4l2_capability *v)
{
    memset(v, 0, sizeof *v);
    snprintf((char *)v->driver, sizeof v->driver, "fake");
    memcpy(v->card, c->name, sizeof v->card);
    v->device_caps = (find(c, "meta") ? V4L2_CAP_META_CAPTURE : V4L2_CAP_VIDEO_CAPTURE) | V4L2_CAP_STREAMING;
    v->capabilities = V4L2_CAP_DEVICE_CAPS | V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
    return 0;
}

static int answered(struct camera *c, unsigned request, void *v)
{
    switch (request) {
    case VIDIOC_QUERYCAP: return capabilities(c, v);
    case VIDIOC_ENUM_FMT: return list_formats(c, v);
    case VIDIOC_ENUM_FRAMESIZES: return list_sizes(c, v);
    case VIDIOC_ENUM_FRAMEINTERVALS: return list_rates(c, v);
    case VIDIOC_G_FMT: choose(c, v, 0); return 0;
    case VIDIOC_S_FMT: choose(c, v, 1); return 0;
    case VIDIOC_G_PARM: return rate(c, v, 0);
    case VIDIOC_S_PARM: return rate(c, v, 1);
    case VIDIOC_REQBUFS: return allocate(c, v);
    case VIDIOC_QUERYBUF: describe(c, ((struct v4l2_buffer *)v)->index, v); return 0;
    case VIDIOC_QBUF: return queue(c, v);
    case VIDIOC_DQBUF: return dequeue(c, v);
    case VIDIOC_STREAMON: return stream(c, 1);
    case VIDIOC_STREAMOFF: return stream(c, 0);
    default: return ENOTTY;
    }
}

static int answer(struct camera *c, unsigned request, void *v)
{
    if (c->is_gone)
        return ENODEV;
    advance(c);
    int error = answered(c, request, v);
    set_timer(c);
    return error;
}

static struct camera *by_fd(int fd)
{
    for (int i = 0; fd > 0 && i < CAMERAS; i++)
        if (cameras[i].fd == fd)
            return &cameras[i];
    return NULL;
}

static int open_camera(int i)
{
    pthread_mutex_lock(&mutex);
    read_control();
    struct camera *c = &cameras[i];
    int error = !c->text[0] || find(c, "away") ? ENOENT : number(c, "open") > 0 ? (int)number(c, "open") : c->fd ? EBUSY : 0;
    if (!error) {
        c->fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
        c->is_gone = c->is_streaming = c->chosen = c->n_buffers = 0;
        c->rate = c->n_formats ? c->formats[0].rates[0] : 30;
    }
    int fd = c->fd;
    pthread_mutex_unlock(&mutex);
    if (error)
        errno = error;
    return error ? -1 : fd;
}

/* The file of the system that names a camera, which may be read by everybody. */
static int open_name(int i)
{
    pthread_mutex_lock(&mutex);
    read_control();
    int fd = cameras[i].text[0] ? memfd_create("name", MFD_CLOEXEC) : -1;
    if (fd >= 0)
        dprintf(fd, "%s\n", cameras[i].name), lseek(fd, 0, SEEK_SET);
    else
        errno = ENOENT;
    pthread_mutex_unlock(&mutex);
    return fd;
}

static int open_any(const char *path, int flags, mode_t mode)
{
    int i = -1, end = 0;
    if (sscanf(path, "/dev/video%d%n", &i, &end) == 1 && !path[end]) {
        if (i >= 0 && i < CAMERAS)
            return open_camera(i);
        errno = ENOENT;
        return -1;
    }
    if (sscanf(path, "/sys/class/video4linux/video%d/name%n", &i, &end) == 1 && end && !path[end] && i >= 0 && i < CAMERAS)
        return open_name(i);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

EXPORT int open(const char *path, int flags, ...) { MODE(flags) return open_any(path, flags, mode); }
EXPORT int open64(const char *path, int flags, ...) { MODE(flags) return open_any(path, flags, mode); }

EXPORT int ioctl(int fd, unsigned long request, ...)
{
    va_list more;
    va_start(more, request);
    void *argument = va_arg(more, void *);
    va_end(more);
    pthread_mutex_lock(&mutex);
    struct camera *c = by_fd(fd);
    if (c)
        read_control();
    int error = c ? answer(c, (unsigned)request, argument) : 0;
    pthread_mutex_unlock(&mutex);
    if (!c)
        return (int)syscall(SYS_ioctl, fd, request, argument);
    if (error)
        errno = error;
    return error ? -1 : 0;
}

static void *map_any(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
    struct camera *c = by_fd(fd);
    return (void *)syscall(SYS_mmap, at, length, protection, flags, c ? c->memory : fd, offset);
}

EXPORT void *mmap(void *at, size_t n, int p, int flags, int fd, off_t o) { return map_any(at, n, p, flags, fd, o); }
EXPORT void *mmap64(void *at, size_t n, int p, int flags, int fd, off_t o) { return map_any(at, n, p, flags, fd, o); }

EXPORT int close(int fd)
{
    pthread_mutex_lock(&mutex);
    struct camera *c = by_fd(fd);
    if (c) {
        if (c->n_buffers)
            munmap(c->map, c->length * c->n_buffers), syscall(SYS_close, c->memory);
        c->fd = c->n_buffers = 0;
    }
    pthread_mutex_unlock(&mutex);
    return (int)syscall(SYS_close, fd);
}
