"""Transcripts of every kind that people have, and what is wrong with some of them."""

from pathlib import Path

import pytest

from fer_desktop.core.words import Said
from fer_desktop.errors import TranscriptUnreadable
from fer_desktop.words.transcripts import Transcript, beside, read_transcript

SUBRIP = """1
00:00:01,000 --> 00:00:02,500
Good <i>morning</i>.

2
00:01:02,000 --> 00:01:04,000 X1:40 X2:600
{\\an8}How are you
today?
"""
VTT = """WEBVTT - a title

STYLE
::cue { color: red }

NOTE nobody says this

intro
00:01.000 --> 00:02.500 align:start
<v Anna>Good <c.loud>morning</c>.</v>

01:00:02.000 --> 01:00:04.000
<v Ben Smith>Fine &amp; you?</v><v Anna>Fine.</v>
"""
TEXTGRID_LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 2.3
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "Mary"
        xmin = 0
        xmax = 2.3
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 1
            text = ""
        intervals [2]:
            xmin = 1
            xmax = 2.3
            text = "he said ""12"" times"
    item [2]:
        class = "TextTier"
        name = "bell"
        xmin = 0
        xmax = 2.3
        points: size = 1
        points [1]:
            number = 1
            mark = "ding"
"""
TEXTGRID_SHORT = """File type = "ooTextFile"
Object class = "TextGrid"

0
2.3
<exists>
1
"IntervalTier"
"Mary"
0
2.3
2
0
1
""
1
2.3
"he said ""12"" times"
"""


def read(tmp_path: Path, text: str | bytes, name: str = "a.srt") -> Transcript:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_transcript(path)


def test_subrip(tmp_path):
    assert read(tmp_path, SUBRIP).lines == (
        Said(1.0, 2.5, "Good morning."),
        Said(62.0, 64.0, "How are you today?"),
    )


def test_subrip_without_blank_lines(tmp_path):
    lines = read(tmp_path, SUBRIP.replace("\n\n", "\n")).lines
    assert [line.text for line in lines] == ["Good morning.", "How are you today?"]


def test_a_cue_without_a_text_says_nothing(tmp_path):
    cues = "1\n00:01,000 --> 00:02,000\n\n2\n00:03,000 --> 00:04,000\n<i></i>\n\n3\n00:05,000 --> 00:06,000\n42\n"
    assert read(tmp_path, cues).lines == (Said(5, 6, "42"),)


def test_subtitles_of_youtube(tmp_path):
    cues = "0:00:01.000,0:00:03.000\nI am so happy\n\n0:00:04.500,0:00:06.000\nTwo\nlines\n"
    assert read(tmp_path, cues).lines == (Said(1, 3, "I am so happy"), Said(4.5, 6, "Two lines"))
    assert read(tmp_path, "00:12,5 then\n00:14,25 on\n").lines[0].start_s == 12.5


def test_webvtt_names_who_speaks(tmp_path):
    transcript = read(tmp_path, VTT, "a.vtt")
    assert transcript.lines == (
        Said(1.0, 2.5, "Good morning.", "Anna"),
        Said(3602.0, 3604.0, "Fine & you?", "Ben Smith"),
        Said(3602.0, 3604.0, "Fine.", "Anna"),
    )
    assert transcript.speakers == ("Anna", "Ben Smith")


@pytest.mark.parametrize(
    "text",
    [
        "Anna\t1000\t2500\tGood morning.\n",  # tier, begin and end in ms, value
        "Anna\t\t00:00:01.000\t1.0\t1000\t00:00:02.500\t2.5\t2500\t00:00:01.500\t1.5\t1500\tGood morning.\n",  # ELAN
        "tmin\ttier\ttext\ttmax\n1\tAnna\tGood morning.\t2.5\n",  # Praat's table
        "Begin Time - ss.msec\tEnd Time - ss.msec\tAnnotation\tTier\n1.0\t2.5\tGood morning.\tAnna\n",
        "start_s\tend_s\tspeaker\ttext\n1.0\t2.5\tAnna\tGood morning.\n",
    ],
)
def test_tab_delimited_intervals(tmp_path, text):
    assert read(tmp_path, text, "a.tsv").lines == (Said(1.0, 2.5, "Good morning.", "Anna"),)


@pytest.mark.parametrize("text", [TEXTGRID_LONG, TEXTGRID_SHORT])
def test_textgrid(tmp_path, text):
    expected = (Said(1.0, 2.3, 'he said "12" times', "Mary"),)
    assert read(tmp_path, text, "a.TextGrid").lines == expected
    assert read(tmp_path, text.encode("utf-16"), "a.TextGrid").lines == expected


def test_plain_text_with_times(tmp_path):
    text = (
        "Talk of Monday\n[00:01] Anna: Good morning.\nAnd to you.\n00:05 - 00:07.5 Fine\n(0:10) ANNA: Bye\n12.5 End\n"
    )
    assert read(tmp_path, text, "a.txt").lines == (
        Said(1.0, 1 + 31 / 15, "Good morning. And to you.", "Anna"),
        Said(5.0, 7.5, "Fine"),
        Said(10.0, 11.0, "Bye", "ANNA"),
        Said(12.5, 13.5, "End"),
    )


def test_plain_text_as_programs_write_it(tmp_path):
    text = "[00:00.000 --> 00:04.000]   Good morning.\n[00:04.000 --> 00:06.000]   Bye.\n"
    assert read(tmp_path, text, "a.txt").lines == (Said(0, 4, "Good morning."), Said(4, 6, "Bye."))
    text = "Anna Meyer  00:01\nGood morning.\n\nBen 0:03\nFine.\n"
    assert read(tmp_path, text, "a.txt").lines == (
        Said(1.0, 2.0, "Good morning.", "Anna Meyer"),
        Said(3.0, 4.0, "Fine.", "Ben"),
    )


def test_names_before_a_time_and_times_without_a_space(tmp_path):
    assert read(tmp_path, "Anna (00:01): hello\nBen (00:03): hi\n").lines == (
        Said(1.0, 2.0, "hello", "Anna"),
        Said(3.0, 4.0, "hi", "Ben"),
    )
    assert [line.text for line in read(tmp_path, "[00:12.00]Line one\n[00:17.20]Line two\n").lines] == [
        "Line one",
        "Line two",
    ]


def test_a_time_within_a_sentence_names_nobody(tmp_path):
    text = "[00:01] Anna: I remember it well.\nAt 12:30 we met, by 12:45, we\nwere friends.\n[00:09] Ben: Yes.\n"
    assert [(line.start_s, line.speaker) for line in read(tmp_path, text).lines] == [(1.0, "Anna"), (9.0, "Ben")]


def test_what_would_steer_a_terminal_is_taken_out(tmp_path):
    assert read(tmp_path, "[00:01] red \x1b[31mhello\x07\n").lines[0].text == "red [31mhello"


def test_a_word_before_a_colon_is_no_name_unless_it_comes_again(tmp_path):
    cue = "00:0{}.000 --> 00:0{}.900\n{}\n\n"
    once = "".join(cue.format(i, i, text) for i, text in enumerate(["Remember: smile", "ok", "SPEAKER_01: hi"]))
    assert [line.speaker for line in read(tmp_path, once).lines] == ["", "", "SPEAKER_01"]
    twice = "".join(cue.format(i, i, text) for i, text in enumerate(["Ben: hi", "- Ben: ho"]))
    assert [(line.speaker, line.text) for line in read(tmp_path, twice).lines] == [("Ben", "hi"), ("Ben", "ho")]


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        ("\ufeff" + SUBRIP, ""),
        (SUBRIP.replace("\n", "\r\n"), ""),
        (SUBRIP.replace("\n", "\r"), ""),
        (SUBRIP.encode("utf-16"), ""),
        (SUBRIP.encode("utf-16-le"), ""),
        (SUBRIP.encode("utf-16-be"), ""),
        (SUBRIP.replace("today", "déjà vu").encode("utf-16-le"), ""),
        (SUBRIP.replace("today", "déjà vu").encode("utf-16-be"), ""),
        (SUBRIP.replace("today", "déjà vu").encode("cp1252"), "Windows-1252"),
    ],
)
def test_encodings(tmp_path, data, guess):
    transcript = read(tmp_path, data)
    assert [line.start_s for line in transcript.lines] == [1.0, 62.0]
    assert transcript.lines[1].text in ("How are you today?", "How are you déjà vu?")
    assert [guess in str(notice) for notice in transcript.notices] == ([True] if guess else [])


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1252", "Ich bin so glücklich, dass du gekommen bist. Können wir reden?"),
        ("cp1252", "We met at a café."),
        ("cp1252", "She said “no”… it’s fine"),
        ("cp1250", "Cześć, jak się dzisiaj czujesz? Bardzo się cieszę, że przyszłaś."),
        ("cp1251", "Здравствуйте, как вы себя чувствуете? Я очень рада, что вы пришли."),
        ("koi8-r", "Здравствуйте, как вы себя чувствуете? Я очень рада, что вы пришли."),
        ("cp1253", "Καλημέρα, πώς είσαι σήμερα; Χαίρομαι πολύ που ήρθες."),
        ("cp1255", "שלום, מה שלומך היום? אני מאוד שמחה שבאת."),
        ("cp1256", "مرحبا، كيف حالك اليوم؟ أنا سعيدة جدا لأنك جئت."),
        ("cp874", "สวัสดีค่ะ วันนี้เป็นอย่างไรบ้าง ดีใจมากที่คุณมา"),
        ("shift_jis", "こんにちは、今日の気分はどうですか。来てくれてとても嬉しいです。"),
        ("euc_jp", "こんにちは、今日の気分はどうですか。来てくれてとても嬉しいです。"),
        ("euc_kr", "안녕하세요, 오늘 기분이 어떠세요? 와 주셔서 정말 기뻐요."),
        ("big5", "你好，今天感覺怎麼樣？你能來我真的很高興。"),
        ("gb18030", "你好，今天感觉怎么样？你能来我真的很高兴。"),
    ],
)
def test_old_encodings(tmp_path, encoding, said):
    transcript = read(tmp_path, SUBRIP.replace("How are you\ntoday?", said).encode(encoding))
    assert transcript.lines[1].text == said
    assert "not UTF-8" in str(transcript.notices[0])


def test_what_no_encoding_explains_is_read_nevertheless(tmp_path):
    transcript = read(tmp_path, SUBRIP.encode() + b"3\n00:02:00,000 --> 00:02:01,000\n\x81 abc\n")
    assert len(transcript.lines) == 3
    assert "Windows-1252" in str(transcript.notices[0])


@pytest.mark.parametrize("kept", ["Wir müssen früh über die Höhe", "我今天非常高兴，谢谢你们"])
def test_utf_8_that_was_cut_off_or_damaged_stays_utf_8(tmp_path, kept):
    cut = SUBRIP.replace("How are you\ntoday?", f"{kept} Ä").strip().encode()[:-1]
    transcript = read(tmp_path, cut)
    assert transcript.lines[1].text == f"{kept} \ufffd"
    assert ["is damaged" in str(notice) for notice in transcript.notices] == [True]
    damaged = SUBRIP.replace("How are you\ntoday?", kept).encode().replace(b"Good", b"Go\xffod")
    assert read(tmp_path, damaged).lines[1].text == kept


def test_chinese_in_its_old_encoding(tmp_path):
    transcript = read(tmp_path, SUBRIP.replace("Good", "你好,今天天气很好我们走吧").encode("gb18030"))
    assert "今天" in transcript.lines[0].text
    assert "GB18030" in str(transcript.notices[0])


def test_overlaps_stay_and_falling_times_are_put_in_order(tmp_path):
    text = "a\t3000\t9000\tsecond\nb\t1000\t5000\tfirst\n"
    assert read(tmp_path, text).lines == (Said(1, 5, "first", "b"), Said(3, 9, "second", "a"))


def test_times_that_make_no_sense_are_left_out_and_counted(tmp_path):
    text = (
        "00:00:05,000 --> 00:00:02,000\nbackwards\n\n-00:00:09,000 --> -00:00:08,000\nbefore\n\n"
        "-00:00:01,000 --> 00:00:02,000\nshifted\n\n00:00:03,000 --> 00:00:04,000\ngood\n"
    )
    transcript = read(tmp_path, text)
    assert transcript.lines == (Said(0, 2, "shifted"), Said(3, 4, "good"))
    assert "2 line(s)" in str(transcript.notices[0])
    assert "before" in str(transcript.notices[0])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"Just words.\nAnd more.\n", "no lines with times"),
        (b"WEBVTT\n", "no lines with times"),
        (bytes(range(256)) * 8, "no text"),
        (b"00:00:05,000 --> 00:00:02,000\nx\n", "times that make sense"),
        (b"99999999:00:01,000 --> 99999999:00:02,000\nx\n", "times that make sense"),
        (b"1\n00:00:01,000 -->\nhalf a time\n", "no lines with times"),
        (b"Dialogue: 0,0:00:01.00,0:00:02.50,Default,Anna,0,0,0,,Hello\n", "no lines with times"),
        (b"9999999999999999.5 no time\n", "no lines with times"),
    ],
)
def test_what_is_no_transcript_is_named(tmp_path, data, said):
    with pytest.raises(TranscriptUnreadable, match=said):
        read(tmp_path, data)


def test_missing_and_huge_files_are_named(tmp_path):
    with pytest.raises(TranscriptUnreadable, match="cannot be read"):
        read_transcript(tmp_path / "none.srt")
    with pytest.raises(TranscriptUnreadable, match="cannot be read"):
        read_transcript(tmp_path)
    huge = tmp_path / "huge.srt"
    with huge.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(TranscriptUnreadable, match="too large"):
        read_transcript(huge)


def test_a_long_transcript_takes_no_time(tmp_path):
    cue = "{}\n{:02d}:{:02d}:{:02d},000 --> {:02d}:{:02d}:{:02d},900\nWord <i>again</i>\n\n"
    parts = [(n // 3600, n // 60 % 60, n % 60) for n in range(20_000)]
    transcript = read(tmp_path, "".join(cue.format(i, *part, *part) for i, part in enumerate(parts)))
    assert len(transcript.lines) == 20_000


def test_the_transcript_beside_a_video(tmp_path):
    video = tmp_path / "talk.mp4"
    assert beside(video) is None
    (tmp_path / "talk2.srt").write_text("")
    (tmp_path / "talk.VTT").write_text("")
    assert beside(video) == tmp_path / "talk.VTT"
