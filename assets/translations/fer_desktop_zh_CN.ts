<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About FER Desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model {0} on {1}, SHA-256 {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is not loaded yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence: MIT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start or stop the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record a session, or end the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark this moment of the recording, with a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the picture with what is drawn over it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select the next face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what the decision about the face rests on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold the timelines still; recording goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the timelines follow the present again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the picture as in a mirror; data stay as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a box around each face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write name and expression at each face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw the landmarks of each face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw where each head points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the picture alone; Escape goes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export CSV...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the timeline of a session where you want it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of the sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change how the app works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List every key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions, licences, and what the model knows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the app; a recording is finished first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark this moment with &quot;{0}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>Choose a source and press Start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings cannot be saved; they are used until you quit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A session is being recorded. Finish it and close?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {0}...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FER Desktop may not use the camera.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow it in the system settings under privacy and camera, then press Start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the marker</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FaceCard</name>
    <message>
        <source>Valence {0:+.2f}   Quality {1:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turned {0:+.0f}°, raised {1:+.0f}°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unreliable: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture of the face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name for this face; it is written into the session</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FaceCards</name>
    <message>
        <source>No face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FaceOverlay</name>
    <message>
        <source>{0}  unreliable: {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>loading the model...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} on {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions are written here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>capture {0:.0f} fps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>analysis {0:.0f} fps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>latency {0:.0f} ms (p95 {1:.0f})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skipped {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Marker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the notice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PoseView</name>
    <message>
        <source>Head pose</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Reporter</name>
    <message>
        <source>loading the model...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {0:.0f} MB are free on the disk; the recording ends at {1} MB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The video has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session saved: {0}. {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is too slow: {0} video frames were not stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong in {0}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScoreBars</name>
    <message>
        <source>Expression probabilities</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no video (standard)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>best available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each frame by itself (CNN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with the past of the face (CNN + GRU)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CNN + GRU, and smoothed over 0.5 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Markers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces are personal data: a session keeps the table alone unless you choose otherwise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used from the next recording on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop when less is free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A warning comes at four times that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shown scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the window only; sessions hold CNN and CNN + GRU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used from the next start of a source on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes when the app is started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SourceList</name>
    <message>
        <source>Demo, one face</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimelineLanes</name>
    <message>
        <source>top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>val.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>No face is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0:.2f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1}, valence {2:+.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much time the timelines show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values at the cursor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide this curve</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Video file...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo, one face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo, four faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} written, {1} free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the pictures come from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size and rate to ask the camera for; the demo has this size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a video</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>Video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0:.0f} fps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>REC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>faces are {0:.1f} s old</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WelcomeDialog</name>
    <message>
        <source>Welcome to FER Desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I understand and agree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It finds faces in a camera&apos;s pictures, says how probable each of eight expressions is for each face, shows that over time, and records it with markers as a table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does not know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sees expressions, not what a person feels, thinks or intends. It is often wrong: on turned, small or dark faces, on rare expressions, and more on some people than on others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it must not be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not for hiring, grading, policing or medical decisions, and not to watch employees or pupils: in the European Union inferring emotions at work and in education is prohibited (AI Act, Article 5). Record people only with their consent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happens to your data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing leaves this computer. Pictures are not stored unless you choose so; a session is a folder that you can delete.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WindowJobs</name>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a session folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported to {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face {0}, {1:.1f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture saved: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder is {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>dialog</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>There is no camera {wanted!r}; connected: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect it, then press Start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The camera {name!r} cannot be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs that use the camera, check its permission in the system settings, then press Start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The camera {name!r} is open but gives no picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The camera {name!r} stopped giving frames.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the cable, then press Start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not an image that can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert it to png or jpg.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds no video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play it in a video player to see whether it is whole, or convert it to mp4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds no frames.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is cut off: it ends after {end_s:.2f} s of {duration_s:.2f} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a video or an image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy it again from where it came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not a video that can be read ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is damaged after {time_s:.2f} s ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is there already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name with --out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No face was found in {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a picture with a face of at least 64 pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder in which you may write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} does not have the columns of a timeline.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a session folder, one that holds session.json and timeline.csv.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was written by a newer version of FER Desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update the app to open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of {path} is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space or choose another session folder; what was recorded until now is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session cannot be written ({path}: {reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the folder exists and that you may write there, or choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name, or add --force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s description is missing: {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reinstall the app, or restore its weights folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s labels are {labels}, expected {expected}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model expects {wanted!r}, this app makes {made!r}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s weights are missing: {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has hash {actual}..., expected {expected}....</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s description cannot be read: {path} ({reason!r}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} does not fit the network in its manifest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>expressions</name>
    <message>
        <source>neutral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>happiness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>surprise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sadness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>anger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disgust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contempt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quality</name>
    <message>
        <source>too small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cut off by the edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too little contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blurred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unreliable</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
