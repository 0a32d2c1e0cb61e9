<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About FER Desktop</source>
        <translation>关于 FER Desktop</translation>
    </message>
    <message>
        <source>Model {0} on {1}, SHA-256 {2}</source>
        <translation>模型 {0}，运行于 {1}，SHA-256 {2}</translation>
    </message>
    <message>
        <source>The model is not loaded yet.</source>
        <translation>模型尚未加载。</translation>
    </message>
    <message>
        <source>Licence of the program and of the weights: MIT. The model card below names the training data.</source>
        <translation>程序与模型权重的许可证：MIT。训练数据见下方的模型卡。</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>第三方库</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start or stop the source</source>
        <translation>启动或停止视频源</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Record a session, or end the recording</source>
        <translation>录制会话，或结束录制</translation>
    </message>
    <message>
        <source>Marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Mark this moment of the recording, with a text</source>
        <translation>在录制的当前时刻添加文字标记</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>截图</translation>
    </message>
    <message>
        <source>Save the picture with what is drawn over it</source>
        <translation>保存画面及其上绘制的内容</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>聆听</translation>
    </message>
    <message>
        <source>Listen to voices, too: the microphone is open</source>
        <translation>同时聆听语音：麦克风会打开</translation>
    </message>
    <message>
        <source>Next face</source>
        <translation>下一张人脸</translation>
    </message>
    <message>
        <source>Select the next face</source>
        <translation>选择下一张人脸</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>判断依据</translation>
    </message>
    <message>
        <source>Show what the decision about the face rests on</source>
        <translation>显示对该人脸的判断依据</translation>
    </message>
    <message>
        <source>Neutral face...</source>
        <translation>中性表情...</translation>
    </message>
    <message>
        <source>Measure how each face looks at rest, and read scores against it</source>
        <translation>测量每个人的中性表情，并以它为基准解读分数</translation>
    </message>
    <message>
        <source>Gaze on the screen...</source>
        <translation>屏幕视线...</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>已校准</translation>
    </message>
    <message>
        <source>Show scores that are read against the own neutral face where it is known</source>
        <translation>在已知本人中性表情时，显示以它为基准的分数</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Hold the timelines still; recording goes on</source>
        <translation>暂停时间线滚动，录制继续进行</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Let the timelines follow the present again</source>
        <translation>让时间线重新跟随当前时刻</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Show the picture as in a mirror; data stay as they are</source>
        <translation>以镜像显示画面，数据不变</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>人脸框</translation>
    </message>
    <message>
        <source>Draw a box around each face</source>
        <translation>在每张人脸周围绘制方框</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Write name and expression at each face</source>
        <translation>在每张人脸旁显示名称和表情</translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation>关键点</translation>
    </message>
    <message>
        <source>Draw the landmarks of each face</source>
        <translation>绘制每张人脸的关键点</translation>
    </message>
    <message>
        <source>Pose</source>
        <translation>姿态</translation>
    </message>
    <message>
        <source>Draw where each head points</source>
        <translation>绘制每个头部的朝向</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Show the picture alone; Escape goes back</source>
        <translation>仅显示画面，按 Esc 返回</translation>
    </message>
    <message>
        <source>Write the timeline of a session where you want it</source>
        <translation>将会话的时间线导出到指定位置</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Open session...</source>
        <translation>打开会话...</translation>
    </message>
    <message>
        <source>Show a session that lies anywhere</source>
        <translation>显示任意位置的会话</translation>
    </message>
    <message>
        <source>Session folder</source>
        <translation>会话文件夹</translation>
    </message>
    <message>
        <source>Open the folder of the sessions</source>
        <translation>打开存放会话的文件夹</translation>
    </message>
    <message>
        <source>Settings...</source>
        <translation>设置...</translation>
    </message>
    <message>
        <source>Change how the app works</source>
        <translation>更改应用的工作方式</translation>
    </message>
    <message>
        <source>Kept neutral faces...</source>
        <translation>保存的中性表情...</translation>
    </message>
    <message>
        <source>List the neutral faces that are kept with a name, delete them</source>
        <translation>列出与姓名一起保存的中性表情，可删除</translation>
    </message>
    <message>
        <source>Adapted models...</source>
        <translation>适配的模型...</translation>
    </message>
    <message>
        <source>List the models that were adapted to people; use, remove them</source>
        <translation>列出适配到具体的人的模型，使用或移除它们</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>List every key and what it does</source>
        <translation>列出所有快捷键及其作用</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <source>Read the user guide; no network is needed</source>
        <translation>阅读用户指南；无需网络</translation>
    </message>
    <message>
        <source>One-minute tour</source>
        <translation>一分钟导览</translation>
    </message>
    <message>
        <source>Walk through the window with the demo</source>
        <translation>用演示了解窗口</translation>
    </message>
    <message>
        <source>Log folder</source>
        <translation>日志文件夹</translation>
    </message>
    <message>
        <source>Open the folder of the log files</source>
        <translation>打开日志文件所在文件夹</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Versions, licences, and what the model knows</source>
        <translation>版本、许可证及模型说明</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Look at five points of the screen, so that gaze is told on it</source>
        <translation>注视屏幕上的五个点，以便得知视线落在屏幕何处</translation>
    </message>
    <message>
        <source>Close the app; a recording is finished first</source>
        <translation>关闭应用，并先完成正在进行的录制</translation>
    </message>
    <message>
        <source>Mark this moment with &quot;{0}&quot;</source>
        <translation>将此刻标记为“{0}”</translation>
    </message>
</context>
<context>
    <name>AdaptDialog</name>
    <message>
        <source>Adapt</source>
        <translation>适配</translation>
    </message>
    <message>
        <source>The last layer of the model is fitted to what the coders said, and judged on moments that were held out: of other people, else of other sessions, else of another time. You see the figures before anything is used. Faces are looked for again in the videos, which takes some minutes.</source>
        <translation>将按编码者的判断拟合模型的最后一层，并在留出的片段上评价：他人的，否则其他会话的，否则其他时间的。在使用之前您会先看到结果。程序要在视频中重新寻找人脸，需要几分钟。</translation>
    </message>
    <message>
        <source>Coded sessions</source>
        <translation>已编码的会话</translation>
    </message>
    <message>
        <source>Name of the adapted model: letters, digits, - and _</source>
        <translation>适配模型的名字：字母、数字、- 和 _</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>There is one of this name already.</source>
        <translation>已有同名的模型。</translation>
    </message>
</context>
<context>
    <name>AdaptTasks</name>
    <message>
        <source>Adapt</source>
        <translation>适配</translation>
    </message>
    <message>
        <source>Adapting to what was coded...</source>
        <translation>正在按编码适配...</translation>
    </message>
    <message>
        <source>Kept: {0}</source>
        <translation>已保存：{0}</translation>
    </message>
</context>
<context>
    <name>AdaptedDialog</name>
    <message>
        <source>Adapted</source>
        <translation>适配结果</translation>
    </message>
    <message>
        <source>Keep and use</source>
        <translation>保存并使用</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
</context>
<context>
    <name>AdaptedModels</name>
    <message>
        <source>Adapted models</source>
        <translation>适配的模型</translation>
    </message>
    <message>
        <source>Add an adapted model</source>
        <translation>添加适配的模型</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>保存副本</translation>
    </message>
    <message>
        <source>Written to {0}</source>
        <translation>已写入 {0}</translation>
    </message>
    <message>
        <source>Remove an adapted model</source>
        <translation>移除适配的模型</translation>
    </message>
    <message>
        <source>Remove {0} for good? Sessions that were made with it keep their scores and its hash, but cannot be analysed with it again.</source>
        <translation>要永久移除 {0} 吗？用它生成的会话会保留分数和它的哈希值，但不能再用它分析。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>From the next start of a source on, the model as shipped reads faces again.</source>
        <translation>从下次启动视频源起，重新由出厂模型读取人脸。</translation>
    </message>
</context>
<context>
    <name>AdaptedModelsDialog</name>
    <message>
        <source>Adapted models</source>
        <translation>适配的模型</translation>
    </message>
    <message>
        <source>They are made on the Label page: Results, then Adapt... Each is one small file; they lie in</source>
        <translation>在标注页上制作：先按“结果”，再按“适配...”。每个都是一个小文件，位于</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What it says of itself</source>
        <translation>它的自述</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Save a copy...</source>
        <translation>保存副本...</translation>
    </message>
    <message>
        <source>Add...</source>
        <translation>添加...</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>{0} (in use)</source>
        <translation>{0}（使用中）</translation>
    </message>
    <message>
        <source>Use the model as shipped</source>
        <translation>使用出厂模型</translation>
    </message>
    <message>
        <source>There is none.</source>
        <translation>没有。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>AnalysePage</name>
    <message>
        <source>Copy the video</source>
        <translation>复制视频</translation>
    </message>
    <message>
        <source>Hear voices</source>
        <translation>聆听声音</translation>
    </message>
    <message>
        <source>Read transcripts</source>
        <translation>读取文字稿</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open in Review</source>
        <translation>在回放中打开</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>{0} of {1} done</source>
        <translation>已完成 {0} / {1}</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} 个失败</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
    <message>
        <source>Add files...</source>
        <translation>添加文件...</translation>
    </message>
    <message>
        <source>Add folder...</source>
        <translation>添加文件夹...</translation>
    </message>
    <message>
        <source>Into the session, so that Review shows it also when the file is gone</source>
        <translation>复制到会话中，这样即使原文件不在了，回放时仍能显示</translation>
    </message>
    <message>
        <source>start</source>
        <translation>开头</translation>
    </message>
    <message>
        <source>end</source>
        <translation>结尾</translation>
    </message>
    <message>
        <source>Of videos, and of sound alone; and what is said, where the settings name a speech model</source>
        <translation>视频的声音和纯声音文件；若设置中指定了语音模型，还有所说的话</translation>
    </message>
    <message>
        <source>What is said, in the file of the same name beside each: subtitles, intervals, text with times</source>
        <translation>每个文件旁同名文件中的说话内容：字幕、区间或带时间的文本</translation>
    </message>
    <message>
        <source>Progress of all</source>
        <translation>总进度</translation>
    </message>
    <message>
        <source>Drop videos, photographs, sound or folders anywhere onto the window.
Every frame is analysed.</source>
        <translation>将视频、照片、声音或文件夹拖到窗口的任意位置。
每一帧都会被分析。</translation>
    </message>
    <message>
        <source> fps</source>
        <translation> 帧/秒</translation>
    </message>
    <message>
        <source>every frame</source>
        <translation>每一帧</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>How many files are analysed at the same time, each in a process of its own</source>
        <translation>同时分析的文件数，每个文件使用独立的进程</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸数</translation>
    </message>
    <message>
        <source>At a time</source>
        <translation>同时分析</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表移除</translation>
    </message>
</context>
<context>
    <name>Annotations</name>
    <message>
        <source>Marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Text of the marker</source>
        <translation>标记文字</translation>
    </message>
    <message>
        <source>Something else than markers was sent to the port for markers, and refused: {0}.</source>
        <translation>有其他内容被发送到标记端口，已被拒绝：{0}。</translation>
    </message>
    <message>
        <source>No session is being recorded. Names go into the next one, if it begins before the source stops.</source>
        <translation>当前没有录制会话。如果在视频源停止之前开始录制，名称会写入下一个会话。</translation>
    </message>
</context>
<context>
    <name>AnswersPanel</name>
    <message>
        <source>Save the figure...</source>
        <translation>保存图形…</translation>
    </message>
    <message>
        <source>Report...</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Participants, what is missing, and all answers since the study changed last</source>
        <translation>参与者、缺失的数据，以及研究上次更改以来的所有结果</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Choose a question and press Show.</source>
        <translation>请选择一个问题，然后按“显示”。</translation>
    </message>
    <message>
        <source>Say at which marker, and let the time end later than it begins; or say of which participant or which session.</source>
        <translation>请指定标记，并让结束时间晚于开始时间；或指定参与者或会话。</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>The settings cannot be saved; they are used until you quit.</source>
        <translation>无法保存设置，这些设置仅在退出前有效。</translation>
    </message>
    <message>
        <source>Files are being analysed: the language changes when the app is started again.</source>
        <translation>正在分析文件: 语言将在重新启动应用后更改。</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>A session is being recorded. Finish it and close?</source>
        <translation>正在录制会话。结束录制并关闭吗？</translation>
    </message>
    <message>
        <source>Finish and close</source>
        <translation>结束并关闭</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CodingPanel</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>about {0} left</source>
        <translation>大约还需 {0}</translation>
    </message>
    <message>
        <source>One moment...</source>
        <translation>请稍候...</translation>
    </message>
    <message>
        <source>{0}: how strong?</source>
        <translation>{0}：强度如何？</translation>
    </message>
    <message>
        <source>What does this face show?</source>
        <translation>这张脸显示什么表情？</translation>
    </message>
    <message>
        <source>a trace</source>
        <translation>极轻微</translation>
    </message>
    <message>
        <source>slight</source>
        <translation>轻微</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>明显</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>强烈</translation>
    </message>
    <message>
        <source>extreme</source>
        <translation>极强</translation>
    </message>
    <message>
        <source>Coded moments</source>
        <translation>已编码的片段</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>定格</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>ConditionsDialog</name>
    <message>
        <source>Conditions, groups and visits</source>
        <translation>条件、组和访视</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>From marker</source>
        <translation>从标记</translation>
    </message>
    <message>
        <source>Until marker</source>
        <translation>到标记</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Another condition</source>
        <translation>添加条件</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>访视</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Groups and visits, with commas between them: others are errors then.</source>
        <translation>组和访视，用逗号分隔：此后其他名称都算错误。</translation>
    </message>
    <message>
        <source>Without a last marker a condition ends with the next one. A session that has a condition of its own is that as a whole.</source>
        <translation>没有结束标记的条件到下一个标记为止。自身带有条件的会话整体属于该条件。</translation>
    </message>
</context>
<context>
    <name>DetailsLine</name>
    <message>
        <source>Gaze</source>
        <translation>视线</translation>
    </message>
    <message>
        <source>Action units (estimates)</source>
        <translation>动作单元（估计值）</translation>
    </message>
    <message>
        <source>Eyes shut</source>
        <translation>眼睛闭合</translation>
    </message>
    <message>
        <source>Gaze unknown</source>
        <translation>视线未知</translation>
    </message>
    <message>
        <source>Gaze {0:+.0f}°, {1:+.0f}°</source>
        <translation>视线 {0:+.0f}°，{1:+.0f}°</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>CSV for Excel (semicolon, decimal comma)</source>
        <translation>适用于 Excel 的 CSV（分号分隔，小数逗号）</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Markers as BIDS events</source>
        <translation>标记（BIDS 事件）</translation>
    </message>
    <message>
        <source>Curves as BIDS physio</source>
        <translation>曲线(BIDS physio)</translation>
    </message>
    <message>
        <source>ELAN file</source>
        <translation>ELAN 文件</translation>
    </message>
    <message>
        <source>Intervals for ELAN</source>
        <translation>区间（用于 ELAN）</translation>
    </message>
    <message>
        <source>TextGrid for Praat</source>
        <translation>Praat 的 TextGrid</translation>
    </message>
    <message>
        <source>CSV as OpenFace writes it</source>
        <translation>OpenFace 格式的 CSV</translation>
    </message>
    <message>
        <source>all faces</source>
        <translation>所有人脸</translation>
    </message>
    <message>
        <source>the beginning</source>
        <translation>开头</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>结尾</translation>
    </message>
    <message>
        <source>times as recorded</source>
        <translation>保持录制时刻</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>leave out excluded stretches</source>
        <translation>不含已排除的片段</translation>
    </message>
    <message>
        <source>with the columns of the CNN alone</source>
        <translation>包含仅用 CNN 的结果列</translation>
    </message>
    <message>
        <source>with action units, lids, gaze and mouth</source>
        <translation>包含动作单元、眼睑、视线和嘴部</translation>
    </message>
    <message>
        <source>with what was heard</source>
        <translation>包含声音内容</translation>
    </message>
    <message>
        <source>with what is said</source>
        <translation>包括说话内容</translation>
    </message>
    <message>
        <source>and the texts themselves</source>
        <translation>以及话语原文</translation>
    </message>
    <message>
        <source>with face, voice and words together</source>
        <translation>包括面部、声音和文字合判</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>the selected range ({0})</source>
        <translation>所选范围（{0}）</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>终点</translation>
    </message>
    <message>
        <source>Regular grid</source>
        <translation>等间隔采样</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>FaceCard</name>
    <message>
        <source>Valence {0:+.2f}   Quality {1:.2f}</source>
        <translation>效价 {0:+.2f}   质量 {1:.2f}</translation>
    </message>
    <message>
        <source>Unreliable: {0}</source>
        <translation>不可靠：{0}</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>已校准</translation>
    </message>
    <message>
        <source>Not calibrated</source>
        <translation>未校准</translation>
    </message>
    <message>
        <source>Yaw {0:+.0f}°, pitch {1:+.0f}°</source>
        <translation>偏航 {0:+.0f}°，俯仰 {1:+.0f}°</translation>
    </message>
    <message>
        <source>Picture of the face</source>
        <translation>人脸图像</translation>
    </message>
    <message>
        <source>Readings of the face</source>
        <translation>面部读数</translation>
    </message>
    <message>
        <source>Face {0}</source>
        <translation>人脸 {0}</translation>
    </message>
    <message>
        <source>Name of the face</source>
        <translation>人脸名称</translation>
    </message>
    <message>
        <source>A name for this face; it is written into the session that is recorded now, or into the next one</source>
        <translation>此人脸的名称，会写入正在录制的会话或下一个会话</translation>
    </message>
    <message>
        <source>Whether the scores are read against this person&apos;s own neutral face; press to measure that</source>
        <translation>分数是否以此人自己的中性表情为基准；按下即可测量</translation>
    </message>
    <message>
        <source>Valence</source>
        <translation>效价</translation>
    </message>
</context>
<context>
    <name>FaceCards</name>
    <message>
        <source>No face</source>
        <translation>无人脸</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
</context>
<context>
    <name>FaceOverlay</name>
    <message>
        <source>{0}  unreliable: {1}</source>
        <translation>{0}  不可靠：{1}</translation>
    </message>
</context>
<context>
    <name>FileTasks</name>
    <message>
        <source>Analyse</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Videos, photographs and sound</source>
        <translation>视频、照片和声音</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>添加文件夹</translation>
    </message>
</context>
<context>
    <name>FolderTasks</name>
    <message>
        <source>Label a folder</source>
        <translation>标注文件夹</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>Reading the faces of the folder...</source>
        <translation>正在读取文件夹中的人脸...</translation>
    </message>
    <message>
        <source>Written to {0}</source>
        <translation>已写入 {0}</translation>
    </message>
    <message>
        <source>Keep labels</source>
        <translation>保存标注</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This page does not come with the app.</source>
        <translation>此页面未随应用提供。</translation>
    </message>
</context>
<context>
    <name>HealthLine</name>
    <message>
        <source>How the run is</source>
        <translation>运行状况</translation>
    </message>
</context>
<context>
    <name>Helping</name>
    <message>
        <source>Demo, one face</source>
        <translation>演示，一张脸</translation>
    </message>
</context>
<context>
    <name>KeptFacesDialog</name>
    <message>
        <source>Kept neutral faces</source>
        <translation>保存的中性表情</translation>
    </message>
    <message>
        <source>For each name eight numbers, the day, and which model they belong to; no pictures. They lie in</source>
        <translation>每个姓名保存八个数字、日期及所属模型；不保存图片。位置：</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Delete...</source>
        <translation>删除...</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ctrl+click</source>
        <translation>Ctrl+单击</translation>
    </message>
    <message>
        <source>Select one more face</source>
        <translation>再选一张人脸</translation>
    </message>
    <message>
        <source>Double click on the picture</source>
        <translation>双击画面</translation>
    </message>
    <message>
        <source>Full screen and back</source>
        <translation>进入或退出全屏</translation>
    </message>
    <message>
        <source>Wheel over the curves</source>
        <translation>在曲线上滚动滚轮</translation>
    </message>
    <message>
        <source>Zoom in time</source>
        <translation>缩放时间</translation>
    </message>
    <message>
        <source>Drag over the curves</source>
        <translation>在曲线上拖动</translation>
    </message>
    <message>
        <source>Live: move in time. Review: select a range</source>
        <translation>实时：移动时间。回放：选择范围</translation>
    </message>
    <message>
        <source>Shift+drag over the curves</source>
        <translation>按住 Shift 在曲线上拖动</translation>
    </message>
    <message>
        <source>Review: move in time</source>
        <translation>回放：移动时间</translation>
    </message>
    <message>
        <source>Files dropped on the window</source>
        <translation>将文件拖到窗口</translation>
    </message>
    <message>
        <source>Analyse them</source>
        <translation>分析这些文件</translation>
    </message>
</context>
<context>
    <name>LabelKeys</name>
    <message>
        <source>Label: {0}</source>
        <translation>标注：{0}</translation>
    </message>
    <message>
        <source>Label: take back the last code</source>
        <translation>标注：撤回上一个编码</translation>
    </message>
    <message>
        <source>Label: later, after all others</source>
        <translation>标注：稍后，排在其他片段之后</translation>
    </message>
    <message>
        <source>Label: hold the picture still, or let it run</source>
        <translation>标注：定格画面，或继续播放</translation>
    </message>
    <message>
        <source>Label: stop; everything is kept</source>
        <translation>标注：停止；已有的全部保留</translation>
    </message>
</context>
<context>
    <name>LabelPage</name>
    <message>
        <source>The heads in the video of this session are blurred, so that nobody can code them.</source>
        <translation>该会话视频中的头部已模糊处理，因此无法编码。</translation>
    </message>
    <message>
        <source>The photographs of this session, {0}, are not where they were. Say where they are now.</source>
        <translation>此会话的照片 {0} 已不在原处。请指出它们现在的位置。</translation>
    </message>
    <message>
        <source>The video of this session, {0}, is not where it was. Say where it is now.</source>
        <translation>该会话的视频 {0} 已不在原处。请指出它现在的位置。</translation>
    </message>
    <message>
        <source>This session has no video, so that there is nothing to look at. Choose a video in the settings before you record, or analyse a file; codes that were made elsewhere can be imported.</source>
        <translation>该会话没有视频，因此无可观看。请在录制前在设置中选择保存视频，或分析一个文件；在别处完成的编码可以导入。</translation>
    </message>
    <message>
        <source>No face was found in this session.</source>
        <translation>该会话中没有找到人脸。</translation>
    </message>
</context>
<context>
    <name>LabelTasks</name>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Import codes</source>
        <translation>导入编码</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>Written to {0}</source>
        <translation>已写入 {0}</translation>
    </message>
    <message>
        <source>Keep codes</source>
        <translation>保存编码</translation>
    </message>
</context>
<context>
    <name>LaneMenu</name>
    <message>
        <source>Lanes</source>
        <translation>轨道</translation>
    </message>
    <message>
        <source>Which curves are drawn</source>
        <translation>显示哪些曲线</translation>
    </message>
    <message>
        <source>Of each face</source>
        <translation>每张人脸</translation>
    </message>
    <message>
        <source>Of the session</source>
        <translation>整个会话</translation>
    </message>
    <message>
        <source>One expression, all faces</source>
        <translation>单一表情，所有人脸</translation>
    </message>
</context>
<context>
    <name>LanguageBox</name>
    <message>
        <source>as the system</source>
        <translation>跟随系统</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Show this curve alone; with Ctrl show or hide it</source>
        <translation>仅显示此曲线；按住 Ctrl 可显示或隐藏它</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Level of the sound</source>
        <translation>声音电平</translation>
    </message>
    <message>
        <source>{0:.0f} dB</source>
        <translation>{0:.0f} dB</translation>
    </message>
</context>
<context>
    <name>LevelsBox</name>
    <message>
        <source>Levels</source>
        <translation>水平</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>LiveOutPage</name>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>streams of faces and markers</source>
        <translation>人脸和标记的数据流</translation>
    </message>
    <message>
        <source>Programs and pages of this computer get what is seen; programs may start, stop and record, too.</source>
        <translation>本机的程序和网页可接收所见内容;程序还可以启动、停止和录制。</translation>
    </message>
    <message>
        <source>Every computer of the network can read them. Needs the library pylsl.</source>
        <translation>网络中的每台计算机都能读取。需要 pylsl 库。</translation>
    </message>
    <message>
        <source>Sent over UDP to whoever listens there. Needs the library python-osc.</source>
        <translation>通过 UDP 发送给在那里接收的程序。需要 python-osc 库。</translation>
    </message>
    <message>
        <source>WebSocket port</source>
        <translation>实时输出端口</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>127.0.0.1 is this computer alone; others need a token.</source>
        <translation>127.0.0.1 仅限本机;其他地址需要令牌。</translation>
    </message>
    <message>
        <source>Token for listeners</source>
        <translation>接收方令牌</translation>
    </message>
    <message>
        <source>Pages from elsewhere need it, too.</source>
        <translation>来自别处的网页也需要它。</translation>
    </message>
    <message>
        <source>Lab Streaming Layer out</source>
        <translation>Lab Streaming Layer 输出</translation>
    </message>
    <message>
        <source>OSC port</source>
        <translation>OSC 端口</translation>
    </message>
    <message>
        <source>OSC address</source>
        <translation>OSC 地址</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Copy the picture</source>
        <translation>复制画面</translation>
    </message>
</context>
<context>
    <name>LoopView</name>
    <message>
        <source>A face, to be coded</source>
        <translation>待编码的人脸</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>loading the model...</source>
        <translation>正在加载模型...</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>{0} on {1}</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>Opening {0}...</source>
        <translation>正在打开 {0}...</translation>
    </message>
    <message>
        <source>sound alone</source>
        <translation>仅声音</translation>
    </message>
    <message>
        <source>● {0} listening</source>
        <translation>● {0} 个正在接收</translation>
    </message>
    <message>
        <source>● OSC</source>
        <translation>● OSC</translation>
    </message>
    <message>
        <source>Other programs get the live values: Settings, Live out</source>
        <translation>其他程序正在接收实时数值:设置 → 实时输出</translation>
    </message>
    <message>
        <source>Sessions are written here</source>
        <translation>会话保存在此处</translation>
    </message>
    <message>
        <source>capture {0:.0f} fps</source>
        <translation>采集 {0:.0f} fps</translation>
    </message>
    <message>
        <source>analysis {0:.0f} fps</source>
        <translation>分析 {0:.0f} fps</translation>
    </message>
    <message>
        <source>latency {0:.0f} ms (p95 {1:.0f})</source>
        <translation>延迟 {0:.0f} ms（p95 {1:.0f}）</translation>
    </message>
    <message>
        <source>skipped {0}</source>
        <translation>跳过 {0}</translation>
    </message>
    <message>
        <source>dropped {0}</source>
        <translation>丢弃 {0}</translation>
    </message>
    <message>
        <source>lost {0}</source>
        <translation>丢失 {0}</translation>
    </message>
    <message>
        <source>passed over {0}</source>
        <translation>略过 {0}</translation>
    </message>
    <message>
        <source>{0}: {1:.0f} dB, {2:.0f} ms</source>
        <translation>{0}：{1:.0f} dB，{2:.0f} 毫秒</translation>
    </message>
    <message>
        <source>{0} blocks of sound lost</source>
        <translation>丢失 {0} 个声音块</translation>
    </message>
    <message>
        <source>Not running; {0}</source>
        <translation>未运行；{0}</translation>
    </message>
    <message>
        <source>One moment...</source>
        <translation>请稍候...</translation>
    </message>
    <message>
        <source>Live, but no picture comes</source>
        <translation>实时，但没有画面</translation>
    </message>
    <message>
        <source>{0:.0f} fps</source>
        <translation>{0:.0f} 帧/秒</translation>
    </message>
    <message>
        <source>{0:.0f} ms</source>
        <translation>{0:.0f} 毫秒</translation>
    </message>
    <message>
        <source>{0} frames lost</source>
        <translation>丢失 {0} 帧</translation>
    </message>
    <message>
        <source>&amp;Session</source>
        <translation>会话(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Marker</source>
        <translation>标记(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>MarkerDialog</name>
    <message>
        <source>Marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
</context>
<context>
    <name>MarkerImports</name>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Markers from a file</source>
        <translation>来自文件的标记</translation>
    </message>
    <message>
        <source>add markers</source>
        <translation>添加标记</translation>
    </message>
    <message>
        <source>Markers of {1}: {0}.</source>
        <translation>{1} 中的标记：{0} 个。</translation>
    </message>
    <message>
        <source>Rows left out, without time or text: {0}.</source>
        <translation>没有时间或文字而略去的行：{0}。</translation>
    </message>
    <message>
        <source>Rows left out, at times that the session lacks: {0}.</source>
        <translation>会话中没有其时间而略去的行：{0}。</translation>
    </message>
</context>
<context>
    <name>MissingPanel</name>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Missing data and notes</source>
        <translation>缺失数据和备注</translation>
    </message>
    <message>
        <source>{0} without figures, {1} notes. What is missing is in no figure.</source>
        <translation>{0} 项没有数值，{1} 条备注。缺失的数据不会进入任何数值。</translation>
    </message>
    <message>
        <source>Nothing is missing.</source>
        <translation>没有缺失。</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>NamingDialog</name>
    <message>
        <source>Name and notes</source>
        <translation>名称和备注</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>NeutralDialog</name>
    <message>
        <source>Neutral face</source>
        <translation>中性表情</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重来</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Read these faces against nothing any more</source>
        <translation>不再以任何基准解读这些人脸</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Look at the camera, relaxed, mouth closed, for two seconds.</source>
        <translation>请放松，闭上嘴，看着摄像头两秒钟。</translation>
    </message>
    <message>
        <source>No face was seen. Sit before the camera, then repeat.</source>
        <translation>没有看到人脸。请坐到摄像头前，再重来。</translation>
    </message>
    <message>
        <source>Is this how the face looks at rest? Everything is then read as the difference to it. A faint expression is not always noticed: look at the picture.</source>
        <translation>这是这张脸放松时的样子吗？此后一切都以与它的差异来读取。微弱的表情不一定会被发现：请看一眼图片。</translation>
    </message>
    <message>
        <source>What does not look like a neutral face is not used. Repeat, relaxed and from the front; or say that the face looks like this at rest.</source>
        <translation>看起来不是中性表情的不会被使用。请放松、正面，再重来；或者说明这张脸放松时就是这样。</translation>
    </message>
    <message>
        <source>What is not a neutral face is not used. Repeat, relaxed and from the front.</source>
        <translation>不是中性表情的不会被使用。请放松、正面，再重来。</translation>
    </message>
    <message>
        <source>Picture of the face</source>
        <translation>人脸图像</translation>
    </message>
    <message>
        <source>Not used: {0}</source>
        <translation>未使用：{0}</translation>
    </message>
    <message>
        <source>Not at rest: {0}</source>
        <translation>不像放松：{0}</translation>
    </message>
    <message>
        <source>It looks like this at rest: use it anyway</source>
        <translation>放松时就是这样：仍然使用</translation>
    </message>
    <message>
        <source>What it was used in spite of is kept with the session</source>
        <translation>不顾什么而使用，会随会话一起保存</translation>
    </message>
    <message>
        <source>Keep with this name for the next sessions</source>
        <translation>与此姓名一起保存，供以后的会话使用</translation>
    </message>
    <message>
        <source>Eight numbers and the name, no picture, on this computer; see Kept neutral faces</source>
        <translation>在本机保存八个数字和姓名，不含图片；见“保存的中性表情”</translation>
    </message>
    <message>
        <source>Uncalibrated it reads as {0}</source>
        <translation>未校准时读作 {0}</translation>
    </message>
</context>
<context>
    <name>NeutralFaces</name>
    <message>
        <source>The weights do not say how to use a neutral face.</source>
        <translation>这些权重没有说明如何使用中性表情。</translation>
    </message>
    <message>
        <source>Delete the neutral face of {0} for good? This cannot be undone.</source>
        <translation>要永久删除 {0} 的中性脸吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The neutral face of {0} shows more than the face did since. Was it at rest? Otherwise measure it again.</source>
        <translation>{0} 的中性表情比之后看到的这张脸表现出更多表情。当时是放松的吗？如果不是，请重新测量。</translation>
    </message>
    <message>
        <source>Face {0}</source>
        <translation>人脸 {0}</translation>
    </message>
    <message>
        <source>{0} is read against the neutral face that is kept with the name, of {1}.</source>
        <translation>{0} 以与姓名一起保存的中性表情（{1}）为基准解读。</translation>
    </message>
</context>
<context>
    <name>NeutralRange</name>
    <message>
        <source>Not calibrated</source>
        <translation>未校准</translation>
    </message>
    <message>
        <source>Neutral from here</source>
        <translation>中性：从此处起</translation>
    </message>
    <message>
        <source>Neutral until here</source>
        <translation>中性：到此处止</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Close the notice</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Something went wrong in {0}.</source>
        <translation>{0} 出现问题。</translation>
    </message>
</context>
<context>
    <name>OpenMicrophone</name>
    <message>
        <source>Microphone on</source>
        <translation>麦克风已打开</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <source>Passphrase</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输入一次</translation>
    </message>
    <message>
        <source>Recordings of this run are encrypted with it. It is not stored: if it is lost, so are they.</source>
        <translation>本次运行的录制内容将用它加密。它不会被保存：一旦遗失，录制内容也无法找回。</translation>
    </message>
    <message>
        <source>{0} is encrypted.</source>
        <translation>{0} 已加密。</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>At least {0} characters.</source>
        <translation>至少 {0} 个字符。</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
</context>
<context>
    <name>PlacingPanel</name>
    <message>
        <source>Add to {0}</source>
        <translation>添加到 {0}</translation>
    </message>
    <message>
        <source>Add as one new participant</source>
        <translation>添加为一位新参与者</translation>
    </message>
    <message>
        <source>The sessions that are selected in the list</source>
        <translation>列表中选定的会话</translation>
    </message>
    <message>
        <source>Each a new participant</source>
        <translation>每个会话一位新参与者</translation>
    </message>
    <message>
        <source>A new participant for each selected session</source>
        <translation>为每个选定的会话新建一位参与者</translation>
    </message>
    <message>
        <source>Other folder...</source>
        <translation>其他文件夹…</translation>
    </message>
    <message>
        <source>A session that is not in the list</source>
        <translation>不在列表中的会话</translation>
    </message>
    <message>
        <source>New participant</source>
        <translation>新参与者</translation>
    </message>
    <message>
        <source>Second face</source>
        <translation>第二张脸</translation>
    </message>
    <message>
        <source>Another face of the session is a participant, too</source>
        <translation>该会话中的另一张脸也是参与者</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>Out of the study; sessions themselves stay as they are</source>
        <translation>移出研究；会话本身保持不变</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Conditions...</source>
        <translation>条件…</translation>
    </message>
    <message>
        <source>What markers delimit; groups and visits</source>
        <translation>由标记划定的条件；组和访视</translation>
    </message>
    <message>
        <source>Names...</source>
        <translation>姓名…</translation>
    </message>
    <message>
        <source>Who has which code: a file of its own, never in the study</source>
        <translation>谁对应哪个代码：保存在单独的文件中，绝不写入研究</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Sessions: drag them onto a participant, or into the empty part for a new one.</source>
        <translation>会话：拖到参与者上；拖到空白处则新建参与者。</translation>
    </message>
    <message>
        <source>New key...</source>
        <translation>新建密钥表…</translation>
    </message>
    <message>
        <source>New encrypted key...</source>
        <translation>新建加密的密钥表…</translation>
    </message>
    <message>
        <source>Open key...</source>
        <translation>打开密钥表…</translation>
    </message>
    <message>
        <source>Open encrypted key...</source>
        <translation>打开加密的密钥表…</translation>
    </message>
    <message>
        <source>Hide the names</source>
        <translation>隐藏姓名</translation>
    </message>
</context>
<context>
    <name>PlacingTree</name>
    <message>
        <source>Participant, session</source>
        <translation>参与者、会话</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>访视</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Participants and their sessions</source>
        <translation>参与者及其会话</translation>
    </message>
</context>
<context>
    <name>PoseView</name>
    <message>
        <source>Head pose</source>
        <translation>头部姿态</translation>
    </message>
</context>
<context>
    <name>PositionBar</name>
    <message>
        <source>Place in the file</source>
        <translation>文件中的位置</translation>
    </message>
    <message>
        <source>Let go of it to play from there</source>
        <translation>松开后从该处播放</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>%1 文件</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>驱动器</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>QuestionForm</name>
    <message>
        <source>Test where they differ</source>
        <translation>检验差异所在</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>when they began</source>
        <translation>开始的时间</translation>
    </message>
    <message>
        <source>the same session</source>
        <translation>同一会话</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Curves around a marker</source>
        <translation>标记前后的曲线</translation>
    </message>
    <message>
        <source>One person over time</source>
        <translation>一个人随时间的变化</translation>
    </message>
    <message>
        <source>Within sessions</source>
        <translation>会话之内</translation>
    </message>
    <message>
        <source>Two faces together</source>
        <translation>两张人脸的同步</translation>
    </message>
    <message>
        <source>All pairs together</source>
        <translation>所有配对的同步</translation>
    </message>
    <message>
        <source>conditions</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>visits</source>
        <translation>访视</translation>
    </message>
    <message>
        <source>groups</source>
        <translation>组</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>全部合在一起</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>share of time on top</source>
        <translation>占首位的时间比例</translation>
    </message>
    <message>
        <source>peak</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>onsets a minute</source>
        <translation>每分钟出现次数</translation>
    </message>
    <message>
        <source>changes a minute</source>
        <translation>每分钟变化次数</translation>
    </message>
    <message>
        <source>time until first</source>
        <translation>首次出现的时间</translation>
    </message>
    <message>
        <source>valence</source>
        <translation>效价</translation>
    </message>
    <message>
        <source>all expressions</source>
        <translation>所有表情</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>less that in</source>
        <translation>减去基线条件</translation>
    </message>
    <message>
        <source>Seen at least</source>
        <translation>可见至少</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>with {0}</source>
        <translation>与 {0}</translation>
    </message>
    <message>
        <source>Permutation test of clusters: of the levels, or of one against its baseline</source>
        <translation>聚类置换检验：比较各水平，或单一水平与其基线</translation>
    </message>
    <message>
        <source>Less its mean from</source>
        <translation>减去均值，从</translation>
    </message>
    <message>
        <source>Who was seen for less of the time is left out, and listed</source>
        <translation>可见时间少于此的人不计，并列出</translation>
    </message>
    <message>
        <source>The same one gives the same intervals and p</source>
        <translation>相同的种子给出相同的区间和 p</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>of</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>in parts</source>
        <translation>分段数</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>and</source>
        <translation>和</translation>
    </message>
    <message>
        <source>Marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>on one clock by</source>
        <translation>对时依据</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>in windows of</source>
        <translation>窗口长度</translation>
    </message>
    <message>
        <source>shifted by up to</source>
        <translation>最大错位</translation>
    </message>
    <message>
        <source>by</source>
        <translation>按</translation>
    </message>
    <message>
        <source>levels</source>
        <translation>水平</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>配对</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
</context>
<context>
    <name>QueueTable</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Frames/s</source>
        <translation>帧/秒</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Files to analyse</source>
        <translation>待分析的文件</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>kept until then: {0}</source>
        <translation>已保留：{0}</translation>
    </message>
</context>
<context>
    <name>RangeBar</name>
    <message>
        <source>Loop</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Markers at both ends...</source>
        <translation>在两端加标记...</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Drag over the curves, or press [ and ], to select a range.</source>
        <translation>在曲线上拖动，或按 [ 和 ]，即可选择一个范围。</translation>
    </message>
    <message>
        <source>Range from {0}; ] ends it</source>
        <translation>选区从 {0} 开始；按 ] 结束</translation>
    </message>
    <message>
        <source>Range {0} - {1} ({2:.2f} s)</source>
        <translation>选区 {0} - {1}（{2:.2f} 秒）</translation>
    </message>
</context>
<context>
    <name>RecordButton</name>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
</context>
<context>
    <name>Reporter</name>
    <message>
        <source>loading the model...</source>
        <translation>正在加载模型...</translation>
    </message>
    <message>
        <source>Only {0:.0f} MB are free on the disk; the recording ends at {1} MB.</source>
        <translation>磁盘仅剩 {0:.0f} MB 可用空间，降至 {1} MB 时将结束录制。</translation>
    </message>
    <message>
        <source>The video has ended.</source>
        <translation>视频已播放完毕。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>No recogniser of the voice is installed: its expressions stay blank.</source>
        <translation>未安装语音识别模型：语音表情将留空。</translation>
    </message>
    <message>
        <source>The disk is too slow: {0} video frames were not stored. The table has every one.</source>
        <translation>磁盘太慢：{0} 帧视频画面未能保存。表格中的数据完整。</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>Session saved: {0}</source>
        <translation>会话已保存：{0}</translation>
    </message>
    <message>
        <source>The recording ended early: {0} What was recorded until then is kept: {1}</source>
        <translation>录制提前结束：{0} 此前录制的内容已保存：{1}</translation>
    </message>
    <message>
        <source>{0} markers came too fast and were left out.</source>
        <translation>有 {0} 个标记来得太快，已被忽略。</translation>
    </message>
    <message>
        <source>{0} is connected again.</source>
        <translation>{0} 已重新连接。</translation>
    </message>
    <message>
        <source>FER Desktop may not use the camera.</source>
        <translation>FER Desktop 没有使用摄像头的权限。</translation>
    </message>
    <message>
        <source>Allow it in the system settings under privacy and camera, then press Start.</source>
        <translation>请在系统设置的“隐私”和“摄像头”中允许访问，然后按“开始”。</translation>
    </message>
    <message>
        <source>What was recorded until then is kept: {0}</source>
        <translation>此前录制的内容已保存：{0}</translation>
    </message>
    <message>
        <source>Nothing is kept.</source>
        <translation>没有保存任何内容。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>出现错误。</translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Save...</source>
        <translation>保存...</translation>
    </message>
    <message>
        <source>Adapt...</source>
        <translation>适配...</translation>
    </message>
    <message>
        <source>Fit the model to what was coded, and judge it on what was held out</source>
        <translation>按编码拟合模型，并在留出的片段上评价</translation>
    </message>
</context>
<context>
    <name>ReviewKeys</name>
    <message>
        <source>Review: play or pause</source>
        <translation>回放：播放或暂停</translation>
    </message>
    <message>
        <source>Review: one frame on</source>
        <translation>回放：前进一帧</translation>
    </message>
    <message>
        <source>Review: one frame back</source>
        <translation>回放：后退一帧</translation>
    </message>
    <message>
        <source>Review: a second on</source>
        <translation>回放：前进一秒</translation>
    </message>
    <message>
        <source>Review: a second back</source>
        <translation>回放：后退一秒</translation>
    </message>
    <message>
        <source>Review: to the beginning</source>
        <translation>回放：到开头</translation>
    </message>
    <message>
        <source>Review: to the end</source>
        <translation>回放：到结尾</translation>
    </message>
    <message>
        <source>Review: add a marker here</source>
        <translation>回放：在此处加标记</translation>
    </message>
    <message>
        <source>Review: a range begins here</source>
        <translation>回放：选区从此处开始</translation>
    </message>
    <message>
        <source>Review: the range ends here</source>
        <translation>回放：选区到此处结束</translation>
    </message>
    <message>
        <source>Review: take back the last change</source>
        <translation>回放：撤销上一次更改</translation>
    </message>
    <message>
        <source>Review: do it again</source>
        <translation>回放：重做</translation>
    </message>
</context>
<context>
    <name>ReviewMenus</name>
    <message>
        <source>Go to {0}</source>
        <translation>转到 {0}</translation>
    </message>
    <message>
        <source>Add a marker here...</source>
        <translation>在此添加标记...</translation>
    </message>
    <message>
        <source>A range begins here</source>
        <translation>范围从此开始</translation>
    </message>
    <message>
        <source>The range ends here</source>
        <translation>范围到此结束</translation>
    </message>
    <message>
        <source>Zoom to the range</source>
        <translation>放大到所选范围</translation>
    </message>
    <message>
        <source>Exclude the range</source>
        <translation>排除所选范围</translation>
    </message>
    <message>
        <source>Export the range...</source>
        <translation>导出所选范围...</translation>
    </message>
    <message>
        <source>Whole session</source>
        <translation>整个会话</translation>
    </message>
    <message>
        <source>Copy the curves as a picture</source>
        <translation>将曲线复制为图片</translation>
    </message>
    <message>
        <source>Save the curves (PNG, SVG)...</source>
        <translation>保存曲线 (PNG、SVG)...</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>复制画面</translation>
    </message>
    <message>
        <source>Save the picture...</source>
        <translation>保存画面...</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>This session has no video.</source>
        <translation>此会话没有视频。</translation>
    </message>
    <message>
        <source>{0} is not where it was when it was analysed, or was changed.</source>
        <translation>{0} 已不在分析时的位置，或已被更改。</translation>
    </message>
    <message>
        <source>Find the video...</source>
        <translation>查找视频...</translation>
    </message>
    <message>
        <source>Find the sound...</source>
        <translation>查找声音文件...</translation>
    </message>
    <message>
        <source>Which session?</source>
        <translation>选择哪个会话？</translation>
    </message>
    <message>
        <source>No session is there yet.</source>
        <translation>还没有会话。</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Analyse files</source>
        <translation>分析文件</translation>
    </message>
    <message>
        <source>Exclude until here</source>
        <translation>排除到此处</translation>
    </message>
    <message>
        <source>Exclude from here</source>
        <translation>从此处开始排除</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>who is who</source>
        <translation>对应说话人</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Merge faces</source>
        <translation>合并人脸</translation>
    </message>
    <message>
        <source>This face is the same person as</source>
        <translation>此人脸与以下人脸为同一人</translation>
    </message>
    <message>
        <source>Both faces were seen in the same {0} frames, so they are probably two people. Where both were seen, the one of lower quality is left out.</source>
        <translation>两张人脸在 {0} 帧中同时出现，很可能是两个人。合并后，同时出现的帧中质量较低的一张将被略去。</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>已排除</translation>
    </message>
</context>
<context>
    <name>ReviewTimelines</name>
    <message>
        <source>Whole session</source>
        <translation>整个会话</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>已校准</translation>
    </message>
    <message>
        <source>Scores that are read against the person&apos;s own neutral face</source>
        <translation>以本人中性表情为基准的分数</translation>
    </message>
    <message>
        <source>Face {0}</source>
        <translation>人脸 {0}</translation>
    </message>
    <message>
        <source>All faces</source>
        <translation>所有人脸</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>{0} of {1} faces are shown</source>
        <translation>显示 {1} 张人脸中的 {0} 张</translation>
    </message>
</context>
<context>
    <name>Running</name>
    <message>
        <source>A session is being recorded. Finish it and stop?</source>
        <translation>正在录制会话。要结束录制并停止吗？</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Finish and stop</source>
        <translation>结束并停止</translation>
    </message>
    <message>
        <source>A session is being recorded. Finish it and change the source?</source>
        <translation>正在录制会话。要结束录制并更换视频源吗？</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>视频源</translation>
    </message>
    <message>
        <source>Finish and change</source>
        <translation>结束并更换</translation>
    </message>
</context>
<context>
    <name>ScoreBars</name>
    <message>
        <source>Expression probabilities</source>
        <translation>表情概率</translation>
    </message>
</context>
<context>
    <name>ScreenPointsDialog</name>
    <message>
        <source>Look at the points</source>
        <translation>注视这些点</translation>
    </message>
    <message>
        <source>Look at each point until it moves on. Esc ends it.</source>
        <translation>请注视每个点，直到它移开。按 Esc 结束。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The eyes were not seen well enough. Sit closer, or turn on a light, and repeat it.</source>
        <translation>眼睛看得不够清楚。请坐近一些或打开灯，然后重复。</translation>
    </message>
    <message>
        <source>Points that were left out were met within {0:.0%} of the screen.</source>
        <translation>留出的点与实际位置相差屏幕的 {0:.0%}。</translation>
    </message>
    <message>
        <source>Not exact enough: points were missed by {0:.0%} of the screen. Repeat it.</source>
        <translation>精度不够：这些点相差屏幕的 {0:.0%}。请重复。</translation>
    </message>
</context>
<context>
    <name>Screens</name>
    <message>
        <source>Gaze is not measured. Settings, Analysis: measure action units, lids, gaze and mouth, too.</source>
        <translation>尚未测量视线。请在“设置”的“分析”中选择同时测量动作单元、眼睑、视线和嘴部。</translation>
    </message>
</context>
<context>
    <name>SessionDetails</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>{0} sessions are selected.</source>
        <translation>已选择 {0} 个会话。</translation>
    </message>
    <message>
        <source>{0} of {1} analysed</source>
        <translation>{1} 帧中分析了 {0} 帧</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>视频源</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>录制内容</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Expressions</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Ended early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>声音结果</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>action units and gaze</source>
        <translation>动作单元和视线</translation>
    </message>
    <message>
        <source>table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>video with blurred heads</source>
        <translation>视频（头部模糊处理）</translation>
    </message>
    <message>
        <source>video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>the video is a file beside it</source>
        <translation>视频是另一个文件</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>skipped {0}</source>
        <translation>跳过 {0}</translation>
    </message>
    <message>
        <source>dropped {0}</source>
        <translation>丢弃 {0}</translation>
    </message>
    <message>
        <source>lost {0}</source>
        <translation>丢失 {0}</translation>
    </message>
    <message>
        <source>passed over {0}</source>
        <translation>略过 {0}</translation>
    </message>
    <message>
        <source>markers left out {0}</source>
        <translation>略去标记 {0}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>SessionEditing</name>
    <message>
        <source>Marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Text of the marker</source>
        <translation>标记文字</translation>
    </message>
    <message>
        <source>add marker</source>
        <translation>添加标记</translation>
    </message>
    <message>
        <source>remove marker</source>
        <translation>删除标记</translation>
    </message>
    <message>
        <source>change marker</source>
        <translation>更改标记</translation>
    </message>
    <message>
        <source>move marker</source>
        <translation>移动标记</translation>
    </message>
    <message>
        <source>The marker is here already. Go where it shall be first.</source>
        <translation>标记已在此处。请先移到它应在的时刻。</translation>
    </message>
    <message>
        <source>exclude</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Text of the markers</source>
        <translation>标记文字</translation>
    </message>
    <message>
        <source>add markers</source>
        <translation>添加标记</translation>
    </message>
    <message>
        <source>include again</source>
        <translation>重新包含</translation>
    </message>
    <message>
        <source>Name of the face</source>
        <translation>人脸名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>name face</source>
        <translation>命名人脸</translation>
    </message>
    <message>
        <source>merge faces</source>
        <translation>合并人脸</translation>
    </message>
    <message>
        <source>There is only one face in this session.</source>
        <translation>此会话中只有一张人脸。</translation>
    </message>
    <message>
        <source>separate faces</source>
        <translation>分开人脸</translation>
    </message>
    <message>
        <source>Rename...</source>
        <translation>重命名...</translation>
    </message>
    <message>
        <source>Separate</source>
        <translation>分开</translation>
    </message>
    <message>
        <source>Add here...</source>
        <translation>在此处添加...</translation>
    </message>
    <message>
        <source>From a file...</source>
        <translation>来自文件...</translation>
    </message>
    <message>
        <source>Change...</source>
        <translation>更改...</translation>
    </message>
    <message>
        <source>Move here</source>
        <translation>移到此处</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Merge into...</source>
        <translation>合并到...</translation>
    </message>
    <message>
        <source>Include again</source>
        <translation>重新包含</translation>
    </message>
</context>
<context>
    <name>SessionExports</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Report written to {0}</source>
        <translation>报告已写入 {0}</translation>
    </message>
    <message>
        <source>Writing {0}...</source>
        <translation>正在写入 {0}...</translation>
    </message>
    <message>
        <source>Save the curves</source>
        <translation>保存曲线</translation>
    </message>
    <message>
        <source>Picture saved: {0}</source>
        <translation>图片已保存：{0}</translation>
    </message>
    <message>
        <source>Exported to {0}</source>
        <translation>已导出到 {0}</translation>
    </message>
    <message>
        <source>{0} of the files are there already. Replace them?</source>
        <translation>其中 {0} 个文件已存在。要替换吗？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Writing {0} files...</source>
        <translation>正在写入 {0} 个文件...</translation>
    </message>
    <message>
        <source>{0} of {1} files written to {2}</source>
        <translation>{1} 个文件中已有 {0} 个写入 {2}</translation>
    </message>
</context>
<context>
    <name>SessionImports</name>
    <message>
        <source>Tables of OpenFace or Py-feat</source>
        <translation>OpenFace 或 Py-feat 的表格</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Import tables</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>Imported: {0}</source>
        <translation>已导入：{0}</translation>
    </message>
    <message>
        <source>Frames a second of the videos, which the tables do not say: {0}</source>
        <translation>视频每秒的帧数，这些表格没有说明：{0}</translation>
    </message>
</context>
<context>
    <name>SessionList</name>
    <message>
        <source>Sessions that are not in the study</source>
        <translation>不在研究中的会话</translation>
    </message>
</context>
<context>
    <name>SessionLooks</name>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
</context>
<context>
    <name>SessionRemoval</name>
    <message>
        <source>Delete this session for good? This cannot be undone.</source>
        <translation>要永久删除此会话吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete these {0} sessions for good? This cannot be undone.</source>
        <translation>要永久删除这 {0} 个会话吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>{0} sessions are older than {1} days. Delete them for good?</source>
        <translation>有 {0} 个会话已超过 {1} 天。要永久删除吗？</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Files that no session made were left behind:</source>
        <translation>以下文件不是会话产生的，已保留：</translation>
    </message>
</context>
<context>
    <name>SessionTasks</name>
    <message>
        <source>Neutral face</source>
        <translation>中性表情</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>{0} was cut short. What was recorded until then is there; Repair finishes it.</source>
        <translation>{0} 中途中断了。到那时为止录制的内容都在；“修复”会把它补完。</translation>
    </message>
    <message>
        <source>{0} sessions were cut short. What was recorded until then is there; Repair finishes them.</source>
        <translation>有 {0} 个会话中途中断了。到那时为止录制的内容都在；“修复”会把它们补完。</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>Open session</source>
        <translation>打开会话</translation>
    </message>
    <message>
        <source>Name and notes</source>
        <translation>名称和备注</translation>
    </message>
    <message>
        <source>name and notes</source>
        <translation>名称和备注</translation>
    </message>
    <message>
        <source>Analysed again: {0}</source>
        <translation>重新分析完成：{0}</translation>
    </message>
    <message>
        <source>Analysing {0} again...</source>
        <translation>正在重新分析 {0}...</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>重新分析</translation>
    </message>
    <message>
        <source>Repaired: {0}</source>
        <translation>已修复：{0}</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>SessionVideo</name>
    <message>
        <source>Find the video</source>
        <translation>查找视频</translation>
    </message>
    <message>
        <source>{0} is another file than the one that was analysed.</source>
        <translation>{0} 不是当时分析的文件。</translation>
    </message>
    <message>
        <source>Find the sound</source>
        <translation>查找声音文件</translation>
    </message>
    <message>
        <source>Find the photographs</source>
        <translation>查找照片</translation>
    </message>
    <message>
        <source>{0} does not hold the photographs that were analysed.</source>
        <translation>{0} 中没有所分析的照片。</translation>
    </message>
</context>
<context>
    <name>SessionsPage</name>
    <message>
        <source>Review</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Name and notes...</source>
        <translation>名称和备注...</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Report...</source>
        <translation>报告...</translation>
    </message>
    <message>
        <source>Add to study...</source>
        <translation>添加到研究…</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>重新分析</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Delete...</source>
        <translation>删除...</translation>
    </message>
    <message>
        <source>Search names, notes and expressions</source>
        <translation>搜索名称、备注和表情</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Import...</source>
        <translation>导入...</translation>
    </message>
    <message>
        <source>Make sessions of tables that OpenFace or Py-feat wrote</source>
        <translation>用 OpenFace 或 Py-feat 写出的表格生成会话</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Analyse files</source>
        <translation>分析文件</translation>
    </message>
    <message>
        <source>No session is there yet: record one on the Live page, or analyse files.</source>
        <translation>还没有会话：请在“实时”页录制，或分析文件。</translation>
    </message>
</context>
<context>
    <name>SessionsTable</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸数</translation>
    </message>
    <message>
        <source>Top expressions</source>
        <translation>主要表情</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>随时间</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>As at first</source>
        <translation>恢复初始列</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>being recorded</source>
        <translation>正在录制</translation>
    </message>
    <message>
        <source>being analysed</source>
        <translation>正在分析</translation>
    </message>
    <message>
        <source>needs repair</source>
        <translation>需要修复</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>no video (standard)</source>
        <translation>不保存视频（默认）</translation>
    </message>
    <message>
        <source>video</source>
        <translation>保存视频</translation>
    </message>
    <message>
        <source>video with blurred heads</source>
        <translation>视频（头部模糊处理）</translation>
    </message>
    <message>
        <source>encrypt with a passphrase</source>
        <translation>用密码加密</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>receive LSL streams of type Markers</source>
        <translation>接收类型为 Markers 的 LSL 流</translation>
    </message>
    <message>
        <source>best available</source>
        <translation>自动选择最佳</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>as in photographs</source>
        <translation>与照片相同</translation>
    </message>
    <message>
        <source>each frame by itself (CNN)</source>
        <translation>逐帧独立（CNN）</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>选择...</translation>
    </message>
    <message>
        <source>Faces are personal data: a session keeps the table alone unless you choose otherwise.</source>
        <translation>人脸属于个人数据：除非您另行选择，会话只保存数据表。</translation>
    </message>
    <message>
        <source>steady: uses earlier frames (CNN + GRU)</source>
        <translation>稳定：参考此前的帧（CNN + GRU）</translation>
    </message>
    <message>
        <source>as shipped</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>read faces against what they look like most of the time</source>
        <translation>以人脸大部分时间的样子为基准</translation>
    </message>
    <message>
        <source>action units, lids, gaze and mouth</source>
        <translation>动作单元、眼睑、视线和嘴部</translation>
    </message>
    <message>
        <source>steady, and smoothed over 0.5 s</source>
        <translation>稳定，并在 0.5 秒内平滑</translation>
    </message>
    <message>
        <source>Live out</source>
        <translation>实时输出</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Video recording</source>
        <translation>视频录制</translation>
    </message>
    <message>
        <source>Voice recording</source>
        <translation>语音记录</translation>
    </message>
    <message>
        <source>Only while you listen. Voices are personal data: sound is kept if you choose so.</source>
        <translation>仅在聆听时。语音属于个人数据：只有您选择时才保存声音。</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Without the passphrase nobody can read the session again.</source>
        <translation>没有密码，任何人都无法再读取该会话。</translation>
    </message>
    <message>
        <source>Session folder</source>
        <translation>会话文件夹</translation>
    </message>
    <message>
        <source>Used from the next recording on.</source>
        <translation>从下一次录制起生效。</translation>
    </message>
    <message>
        <source>Keep sessions</source>
        <translation>保留会话</translation>
    </message>
    <message>
        <source>Older ones are offered for deletion at the start.</source>
        <translation>启动时会提示删除更早的会话。</translation>
    </message>
    <message>
        <source>Stop when less is free</source>
        <translation>可用空间低于此值时停止</translation>
    </message>
    <message>
        <source>A warning comes at four times that.</source>
        <translation>可用空间低于该值的四倍时发出警告。</translation>
    </message>
    <message>
        <source>Key {0}</source>
        <translation>按键 {0}</translation>
    </message>
    <message>
        <source>Local port</source>
        <translation>本机端口</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Other programs of this computer send a line of text to this port to set a marker.</source>
        <translation>本机的其他程序可向此端口发送一行文字来设置标记。</translation>
    </message>
    <message>
        <source>Lab Streaming Layer</source>
        <translation>Lab Streaming Layer</translation>
    </message>
    <message>
        <source>Shown scores</source>
        <translation>显示的分数</translation>
    </message>
    <message>
        <source>Of the window only; sessions hold CNN and CNN + GRU.</source>
        <translation>仅影响窗口显示；会话中同时保存 CNN 和 CNN + GRU 的结果。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Adapted ones are made on the Label page; used from the next start of a source on.</source>
        <translation>适配模型在“标注”页生成；从下次启动视频源时起使用。</translation>
    </message>
    <message>
        <source>Rare expressions</source>
        <translation>罕见表情</translation>
    </message>
    <message>
        <source>Balanced finds more anger, disgust and fear; as in photographs says neutral more often.</source>
        <translation>“均衡”能识别更多愤怒、厌恶和恐惧；“与照片相同”更多判为中性。</translation>
    </message>
    <message>
        <source>Neutral face</source>
        <translation>中性表情</translation>
    </message>
    <message>
        <source>Of faces that nobody measured with Neutral face...; after 20 seconds.</source>
        <translation>用于没有用“中性表情…”测量过的人脸；20 秒后生效。</translation>
    </message>
    <message>
        <source>Measure, too</source>
        <translation>同时测量</translation>
    </message>
    <message>
        <source>Estimates, in a table of their own; used from the next start of a source on.</source>
        <translation>均为估计值，单独存为一个表；下次启动视频源时生效。</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>Beside a camera; it is open while you listen.</source>
        <translation>与摄像头配合使用；聆听时处于打开状态。</translation>
    </message>
    <message>
        <source>Faces at a time</source>
        <translation>同时分析的人脸数</translation>
    </message>
    <message>
        <source>Used from the next start of a source on.</source>
        <translation>从下一次启动视频源起生效。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The window opens once more; a recording is finished first.</source>
        <translation>窗口将重新打开；正在进行的录制会先结束。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>tables, no sound (standard)</source>
        <translation>表格，无声音（默认）</translation>
    </message>
    <message>
        <source>tables and the sound</source>
        <translation>表格和声音</translation>
    </message>
    <message>
        <source>the system&apos;s own</source>
        <translation>系统默认</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
</context>
<context>
    <name>SetupPanel</name>
    <message>
        <source>Ask how strong each expression is, too</source>
        <translation>同时询问每个表情的强度</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Find the video...</source>
        <translation>查找视频...</translation>
    </message>
    <message>
        <source>Choose a session</source>
        <translation>选择会话</translation>
    </message>
    <message>
        <source>Label a folder...</source>
        <translation>标注文件夹...</translation>
    </message>
    <message>
        <source>Import codes...</source>
        <translation>导入编码...</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Code moments of {0} by hand</source>
        <translation>人工编码 {0} 的片段</translation>
    </message>
    <message>
        <source>No session is chosen.</source>
        <translation>尚未选择会话。</translation>
    </message>
    <message>
        <source>Find the photographs...</source>
        <translation>查找照片...</translation>
    </message>
    <message>
        <source>Label the pictures and clips of {0} by hand</source>
        <translation>人工标注 {0} 中的图片和短片</translation>
    </message>
    <message>
        <source>Pictures and clips come in random order, without their names, without what the app says and without what others said. Say what the largest face shows with the keys 1 to 9 and 0; you may stop and go on at any time. What you say is kept in a table in the folder, which evaluate and adapt read.</source>
        <translation>图片和短片按随机顺序出现，不显示文件名、程序的答案和其他人的标注。用 1 至 9 和 0 键说明最大的那张脸表现了什么；您可以随时停下再继续。您的标注保存在文件夹中的一张表里，evaluate 和 adapt 会读取它。</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}：{1} / {2}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Your name or initials</source>
        <translation>您的姓名或缩写</translation>
    </message>
    <message>
        <source>Who has coded</source>
        <translation>编码者</translation>
    </message>
    <message>
        <source>Short loops of one face each are drawn from all answers of the app, sure and unsure ones alike. You do not see what it said, nor what others said. Say what the face shows with the keys 1 to 9 and 0; sixty moments take about ten minutes, and you may stop and go on at any time.</source>
        <translation>从程序的所有判断中（无论把握大小）抽取短片段循环播放，每段只有一张脸。您看不到程序的判断，也看不到他人的编码。请用数字键 1 至 9 和 0 说明这张脸显示什么；六十个片段大约需要十分钟，您可以随时停止并继续。</translation>
    </message>
    <message>
        <source>The same seed draws the same moments</source>
        <translation>相同的种子抽取相同的片段</translation>
    </message>
    <message>
        <source>Coder</source>
        <translation>编码者</translation>
    </message>
    <message>
        <source>Moments</source>
        <translation>片段数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Not before everybody has coded: whoever knows them is no longer blind</source>
        <translation>请等所有人编码完毕再看：看过结果的人不再是盲评</translation>
    </message>
</context>
<context>
    <name>SoFarBar</name>
    <message>
        <source>So far</source>
        <translation>迄今</translation>
    </message>
    <message>
        <source>Since the source was started</source>
        <translation>自视频源启动以来</translation>
    </message>
    <message>
        <source>Seen {0}, lost {1}</source>
        <translation>可见 {0}，丢失 {1}</translation>
    </message>
</context>
<context>
    <name>SoundPlayer</name>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Hear the sound of the session while it plays</source>
        <translation>播放时听会话的声音</translation>
    </message>
    <message>
        <source>No loudspeaker is connected.</source>
        <translation>没有连接扬声器。</translation>
    </message>
</context>
<context>
    <name>SourceList</name>
    <message>
        <source>Demo, one face</source>
        <translation>演示，一张人脸</translation>
    </message>
</context>
<context>
    <name>SpeakersDialog</name>
    <message>
        <source>Who is who</source>
        <translation>对应说话人</translation>
    </message>
    <message>
        <source>none of the faces</source>
        <translation>不是其中的面部</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>StatisticsTable</name>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>Seen (s)</source>
        <translation>可见时长（秒）</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变化次数</translation>
    </message>
    <message>
        <source>Valence</source>
        <translation>效价</translation>
    </message>
    <message>
        <source>Unreliable</source>
        <translation>不可靠</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>{0}, calibrated</source>
        <translation>{0}，已校准</translation>
    </message>
    <message>
        <source>selected range</source>
        <translation>所选范围</translation>
    </message>
    <message>
        <source>whole session</source>
        <translation>整个会话</translation>
    </message>
    <message>
        <source>and {0} more markers</source>
        <translation>以及另外 {0} 个标记</translation>
    </message>
    <message>
        <source>Copy the selected rows</source>
        <translation>复制所选行</translation>
    </message>
    <message>
        <source>Copy the table for a spreadsheet</source>
        <translation>复制表格 (用于电子表格)</translation>
    </message>
</context>
<context>
    <name>StudiesPage</name>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Passphrase...</source>
        <translation>密码…</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Reading the sessions</source>
        <translation>正在读取会话</translation>
    </message>
    <message>
        <source>Scores as recorded</source>
        <translation>记录的分数</translation>
    </message>
    <message>
        <source>Calibrated scores</source>
        <translation>校准后的分数</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Of what table and results are; calibrated scores are read against the person&apos;s own neutral face</source>
        <translation>表格和结果所依据的分数；校准后的分数以本人的中性脸为基准</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>参与者</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>New study...</source>
        <translation>新建研究…</translation>
    </message>
    <message>
        <source>Open study...</source>
        <translation>打开研究…</translation>
    </message>
    <message>
        <source>A study puts many sessions of many people into one table: who takes part, which session is whose, which conditions markers delimit. Sessions stay where they are and as they are.</source>
        <translation>研究把许多人的许多会话汇成一张表：谁参加、哪个会话属于谁、标记划定哪些条件。会话留在原处，保持原样。</translation>
    </message>
</context>
<context>
    <name>StudyNames</name>
    <message>
        <source>Key of names</source>
        <translation>姓名密钥表</translation>
    </message>
    <message>
        <source>The names are encrypted with it. It is not stored: if it is lost, so are they.</source>
        <translation>姓名用它加密。它不会被保存：一旦丢失，姓名也随之丢失。</translation>
    </message>
</context>
<context>
    <name>StudyReading</name>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>A session of the study</source>
        <translation>研究中的一个会话</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Working it out...</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>Written to {0}</source>
        <translation>已写入 {0}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>StudyTasks</name>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Folder of the new study</source>
        <translation>新研究的文件夹</translation>
    </message>
    <message>
        <source>study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Open study</source>
        <translation>打开研究</translation>
    </message>
    <message>
        <source>Make a study or open one, then say whose the sessions are.</source>
        <translation>请新建或打开一个研究，然后指定这些会话属于谁。</translation>
    </message>
    <message>
        <source>Folder of a session</source>
        <translation>会话的文件夹</translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Save the table...</source>
        <translation>保存表格…</translation>
    </message>
    <message>
        <source>Wide</source>
        <translation>宽格式</translation>
    </message>
    <message>
        <source>A column for each figure of each expression</source>
        <translation>每种表情的每个数值各占一列</translation>
    </message>
    <message>
        <source>{0} rows</source>
        <translation>{0} 行</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>No face is selected.</source>
        <translation>未选择人脸。</translation>
    </message>
    <message>
        <source>Face {0}</source>
        <translation>人脸 {0}</translation>
    </message>
    <message>
        <source>{0}: {1}, valence {2:+.2f}</source>
        <translation>{0}：{1}，效价 {2:+.2f}</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>All together, and the voice</source>
        <translation>合判与声音</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>Time shown</source>
        <translation>显示时长</translation>
    </message>
    <message>
        <source>How much time the timelines show</source>
        <translation>时间线显示的时间长度</translation>
    </message>
    <message>
        <source>Values at the cursor</source>
        <translation>光标处的数值</translation>
    </message>
</context>
<context>
    <name>TogetherBar</name>
    <message>
        <source>Face, voice and words together</source>
        <translation>面部、声音与文字合判</translation>
    </message>
    <message>
        <source>What was said last</source>
        <translation>最近所说</translation>
    </message>
    <message>
        <source>Hearing of words</source>
        <translation>文字识别</translation>
    </message>
    <message>
        <source>One decision of what is seen, heard and said, and how much each of them counted; now, and of the words that were heard last</source>
        <translation>综合所见、所闻与所说的一个判断，以及各自所占的份额：当前的，以及最近听到的文字的</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>(not read: {0})</source>
        <translation>（未解读：{0}）</translation>
    </message>
    <message>
        <source>Words: loading the model...</source>
        <translation>文字：正在加载模型…</translation>
    </message>
    <message>
        <source>Words: not heard</source>
        <translation>文字：未识别</translation>
    </message>
    <message>
        <source>Words: ready</source>
        <translation>文字：就绪</translation>
    </message>
    <message>
        <source>face</source>
        <translation>面部</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Words: {0} wait, {1:.0f} s behind</source>
        <translation>文字：{0} 句等待，落后 {1:.0f} 秒</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Video file...</source>
        <translation>视频文件...</translation>
    </message>
    <message>
        <source>Demo, one face</source>
        <translation>演示，一张人脸</translation>
    </message>
    <message>
        <source>Demo, two faces</source>
        <translation>演示，两张人脸</translation>
    </message>
    <message>
        <source>Demo, four faces</source>
        <translation>演示，四张人脸</translation>
    </message>
    <message>
        <source>Microphone, no camera</source>
        <translation>麦克风，无摄像头</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Open video...</source>
        <translation>打开视频...</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>Choose a source and press Start.</source>
        <translation>请选择视频源，然后按“开始”。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>停止录制</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>blurred video</source>
        <translation>模糊视频</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>{0} written, {1} free</source>
        <translation>已写入 {0}，可用 {1}</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>视频源</translation>
    </message>
    <message>
        <source>Where the pictures come from</source>
        <translation>视频源</translation>
    </message>
    <message>
        <source>Picture format</source>
        <translation>画面格式</translation>
    </message>
    <message>
        <source>Size and rate to ask the camera for; the demo has this size</source>
        <translation>向摄像头请求的尺寸和帧率；演示也采用此尺寸</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>What a recording keeps; the settings say so</source>
        <translation>录制保存的内容；可在设置中更改</translation>
    </message>
    <message>
        <source>{0} (not connected)</source>
        <translation>{0}（未连接）</translation>
    </message>
    <message>
        <source>Choose a video</source>
        <translation>选择视频</translation>
    </message>
</context>
<context>
    <name>TourDialog</name>
    <message>
        <source>One-minute tour</source>
        <translation>一分钟导览</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>This face is drawn: no camera is needed. The box says what its expression looks like.</source>
        <translation>这张脸是绘制的: 不需要摄像头。方框标明其表情看起来像什么。</translation>
    </message>
    <message>
        <source>Its card has all eight probabilities. Write a name into it.</source>
        <translation>它的卡片显示全部八个概率。可在其中填写名字。</translation>
    </message>
    <message>
        <source>Below, the same over time. A click on a chip shows one curve alone.</source>
        <translation>下方是随时间的变化。点击一个标签可仅显示该曲线。</translation>
    </message>
    <message>
        <source>The red button records a table, and video only if you chose so. M sets a marker.</source>
        <translation>红色按钮记录表格；仅在您选择时才录制视频。按 M 设置标记。</translation>
    </message>
    <message>
        <source>What was recorded is listed here; a double click opens it in Review.</source>
        <translation>录制的内容列在这里；双击可在回放中打开。</translation>
    </message>
    <message>
        <source>Videos and photographs are analysed here, every frame, in the background.</source>
        <translation>视频和照片在此分析，逐帧，在后台进行。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Transcribing</name>
    <message>
        <source>{0} utterances were left out: too many were waiting to be heard.</source>
        <translation>{0} 句话被略过：等待识别的过多。</translation>
    </message>
    <message>
        <source>All that was said is in the session: {0}</source>
        <translation>所说的话已全部写入会话：{0}</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
</context>
<context>
    <name>TranscriptTasks</name>
    <message>
        <source>Transcripts</source>
        <translation>文字稿</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Add transcript</source>
        <translation>添加文字稿</translation>
    </message>
    <message>
        <source>Open a session in Review, then drop its transcript there.</source>
        <translation>请先在“回放”中打开会话，再把它的文字稿拖到那里。</translation>
    </message>
    <message>
        <source>Name the folder of a speech model in the settings, under Words.</source>
        <translation>请在设置的“文字”中指定语音模型的文件夹。</translation>
    </message>
    <message>
        <source>Hear words</source>
        <translation>识别所说的话</translation>
    </message>
    <message>
        <source>Hearing what is said in {0}...</source>
        <translation>正在识别 {0} 中所说的话…</translation>
    </message>
    <message>
        <source>The session has a transcript. Replace it by {0}? This cannot be undone.</source>
        <translation>此会话已有文字稿。要用 {0} 替换吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>{0} lines of {1}; expressions of {2} of them.</source>
        <translation>{1} 共 {0} 行，其中 {2} 行有表情。</translation>
    </message>
    <message>
        <source>Correct words</source>
        <translation>更正文字</translation>
    </message>
    <message>
        <source>Remove the texts from this session, and keep what they say? This cannot be undone.</source>
        <translation>从此会话中删除原文，仅保留其含义？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Remove texts</source>
        <translation>删除原文</translation>
    </message>
    <message>
        <source>Remove all that is said from this session? This cannot be undone.</source>
        <translation>要从此会话中删除全部说话内容吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Remove words</source>
        <translation>删除文字</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Place in the session</source>
        <translation>会话中的位置</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
</context>
<context>
    <name>Unattended</name>
    <message>
        <source>Only {0:.1f} of {1:g} s were recorded. {2}</source>
        <translation>仅录制了 {0:.1f} / {1:g} 秒。{2}</translation>
    </message>
    <message>
        <source>The source ended before anything was recorded.</source>
        <translation>视频源在录制开始之前就已结束。</translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>{0:.0f} fps</source>
        <translation>{0:.0f} fps</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>无图像</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>REC</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Boxes {0:.1f} s behind</source>
        <translation>人脸框滞后 {0:.1f} 秒</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>Copy the curves as a picture</source>
        <translation>将曲线复制为图片</translation>
    </message>
    <message>
        <source>Save the curves (PNG, SVG)...</source>
        <translation>保存曲线 (PNG、SVG)...</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>轨道</translation>
    </message>
    <message>
        <source>Expressions</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Time shown</source>
        <translation>显示时长</translation>
    </message>
</context>
<context>
    <name>WelcomeDialog</name>
    <message>
        <source>Welcome to FER Desktop</source>
        <translation>欢迎使用 FER Desktop</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>I understand and agree</source>
        <translation>我已了解并同意</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>它能做什么</translation>
    </message>
    <message>
        <source>It finds faces in a camera&apos;s pictures, says how probable each of eight expressions is for each face, shows that over time, and records it with markers as a table.</source>
        <translation>它在摄像头画面中检测人脸，给出每张人脸八种表情各自的概率，显示其随时间的变化，并连同标记一起记录为数据表。</translation>
    </message>
    <message>
        <source>What it does not know</source>
        <translation>局限性</translation>
    </message>
    <message>
        <source>It sees expressions, not what a person feels, thinks or intends. It is often wrong: on turned, small or dark faces, on rare expressions, and more on some people than on others.</source>
        <translation>它看到的是表情，而不是一个人的感受、想法或意图。它经常出错：对侧转、过小或过暗的人脸，对少见的表情都是如此，而且对某些人比对其他人更容易出错。</translation>
    </message>
    <message>
        <source>Where it must not be used</source>
        <translation>禁止用途</translation>
    </message>
    <message>
        <source>Not for hiring, grading, policing or medical decisions, and not to watch employees or pupils: in the European Union inferring emotions at work and in education is prohibited (AI Act, Article 5). Record people only with their consent.</source>
        <translation>不得用于招聘、评分、执法或医疗决策，也不得用于监视员工或学生：欧盟禁止在工作场所和教育机构中推断情绪（《人工智能法案》第 5 条）。仅在征得本人同意后方可录制。</translation>
    </message>
    <message>
        <source>What happens to your data</source>
        <translation>您的数据如何处理</translation>
    </message>
    <message>
        <source>Nothing leaves this computer. Pictures are not stored unless you choose so; a session is a folder that you can delete.</source>
        <translation>任何数据都不会离开这台计算机。除非您选择保存，否则不会存储画面；每个会话都是一个可以自行删除的文件夹。</translation>
    </message>
</context>
<context>
    <name>WindowTasks</name>
    <message>
        <source>Loading</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Microphones</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>The selected face is not in the picture now. Select one that is, then ask again.</source>
        <translation>所选人脸当前不在画面中。请选择画面中的人脸后重试。</translation>
    </message>
    <message>
        <source>Face {0}, {1:.1f} s</source>
        <translation>人脸 {0}，{1:.1f} 秒</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>判断依据</translation>
    </message>
    <message>
        <source>Explaining...</source>
        <translation>正在分析...</translation>
    </message>
    <message>
        <source>Picture saved: {0}</source>
        <translation>图片已保存：{0}</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>截图</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>保存画面</translation>
    </message>
    <message>
        <source>The folder is {0}</source>
        <translation>文件夹位置：{0}</translation>
    </message>
</context>
<context>
    <name>WindowWork</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{0} is there already. Replace it?</source>
        <translation>{0} 已存在。要替换吗？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
</context>
<context>
    <name>WordsList</name>
    <message>
        <source>What is said</source>
        <translation>说话内容</translation>
    </message>
    <message>
        <source>Add transcript...</source>
        <translation>添加文字稿...</translation>
    </message>
    <message>
        <source>Hear words...</source>
        <translation>识别所说的话…</translation>
    </message>
    <message>
        <source>Who is who...</source>
        <translation>对应说话人...</translation>
    </message>
    <message>
        <source>Correct...</source>
        <translation>更正...</translation>
    </message>
    <message>
        <source>Remove texts</source>
        <translation>删除原文</translation>
    </message>
    <message>
        <source>Remove words</source>
        <translation>删除文字</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>说话人</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>The texts were left out.</source>
        <translation>原文未保留。</translation>
    </message>
    <message>
        <source>Correct words</source>
        <translation>更正文字</translation>
    </message>
    <message>
        <source>Nobody listened to this session.</source>
        <translation>此会话没有聆听过声音。</translation>
    </message>
    <message>
        <source>The transcript names nobody.</source>
        <translation>文字稿中没有说话人姓名。</translation>
    </message>
</context>
<context>
    <name>WordsPage</name>
    <message>
        <source>hear what is said while I listen</source>
        <translation>聆听时识别所说的话</translation>
    </message>
    <message>
        <source>folder of a Whisper model</source>
        <translation>Whisper 模型的文件夹</translation>
    </message>
    <message>
        <source>found out</source>
        <translation>自动判断</translation>
    </message>
    <message>
        <source>texts, and what they say</source>
        <translation>原文及其含义</translation>
    </message>
    <message>
        <source>what they say, no texts</source>
        <translation>仅含义，不留原文</translation>
    </message>
    <message>
        <source>one decision of face, voice and words, too</source>
        <translation>另外给出面部、声音和文字的合判</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>State of the speech model</source>
        <translation>语音模型的状态</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Beside all else; what is not ready at the end is finished then.</source>
        <translation>在后台进行；结束时尚未完成的会随后补完。</translation>
    </message>
    <message>
        <source>Speech model</source>
        <translation>语音模型</translation>
    </message>
    <message>
        <source>Language of speech</source>
        <translation>所说语言</translation>
    </message>
    <message>
        <source>As en, de or zh. Expressions of words are told in English alone.</source>
        <translation>如 en、de 或 zh。只有英语能判断文字的表情。</translation>
    </message>
    <message>
        <source>Kept of words</source>
        <translation>文字的保留内容</translation>
    </message>
    <message>
        <source>What people say is personal data. Used for transcripts, too.</source>
        <translation>人们所说的话是个人数据。也适用于文字稿。</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Beside what each of them says, never in its place.</source>
        <translation>与它们各自的结果并列，从不取而代之。</translation>
    </message>
    <message>
        <source>Ready.</source>
        <translation>就绪。</translation>
    </message>
    <message>
        <source>Not part of the bundle: install the app with pip to have it.</source>
        <translation>安装包里没有：要使用它，请用 pip 安装本程序。</translation>
    </message>
    <message>
        <source>Not installed: run pip install &quot;fer-desktop[speech]&quot;.</source>
        <translation>未安装：请运行 pip install &quot;fer-desktop[speech]&quot;。</translation>
    </message>
    <message>
        <source>No model: the app brings none and downloads none.</source>
        <translation>没有模型：本应用不附带也不下载模型。</translation>
    </message>
    <message>
        <source>Model missing: there is no model.bin with its config.json in this folder.</source>
        <translation>缺少模型：此文件夹中没有 model.bin 及其 config.json。</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
</context>
<context>
    <name>action units</name>
    <message>
        <source>inner brow raiser</source>
        <translation>眉内侧上抬</translation>
    </message>
    <message>
        <source>outer brow raiser</source>
        <translation>眉外侧上抬</translation>
    </message>
    <message>
        <source>brow lowerer</source>
        <translation>皱眉</translation>
    </message>
    <message>
        <source>upper lid raiser</source>
        <translation>上睑提升</translation>
    </message>
    <message>
        <source>cheek raiser</source>
        <translation>脸颊提升</translation>
    </message>
    <message>
        <source>lid tightener</source>
        <translation>眼睑收紧</translation>
    </message>
    <message>
        <source>nose wrinkler</source>
        <translation>皱鼻</translation>
    </message>
    <message>
        <source>upper lip raiser</source>
        <translation>上唇提升</translation>
    </message>
    <message>
        <source>lip corner puller</source>
        <translation>嘴角上扬</translation>
    </message>
    <message>
        <source>dimpler</source>
        <translation>嘴角收紧</translation>
    </message>
    <message>
        <source>lip corner depressor</source>
        <translation>嘴角下拉</translation>
    </message>
    <message>
        <source>lower lip depressor</source>
        <translation>下唇下压</translation>
    </message>
    <message>
        <source>chin raiser</source>
        <translation>下巴提升</translation>
    </message>
    <message>
        <source>lip pucker</source>
        <translation>撅嘴</translation>
    </message>
    <message>
        <source>lip stretcher</source>
        <translation>嘴唇拉伸</translation>
    </message>
    <message>
        <source>lip funneler</source>
        <translation>嘴唇成漏斗状</translation>
    </message>
    <message>
        <source>lip tightener</source>
        <translation>嘴唇收紧</translation>
    </message>
    <message>
        <source>lip pressor</source>
        <translation>嘴唇抿压</translation>
    </message>
    <message>
        <source>lips part</source>
        <translation>嘴唇分开</translation>
    </message>
    <message>
        <source>jaw drop</source>
        <translation>下颌下垂</translation>
    </message>
    <message>
        <source>blink</source>
        <translation>眨眼</translation>
    </message>
</context>
<context>
    <name>codes</name>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>无法判断</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>There is no camera {wanted!r}; connected: {names}.</source>
        <translation>找不到摄像头 {wanted!r}；已连接：{names}。</translation>
    </message>
    <message>
        <source>Connect it, then press Start.</source>
        <translation>请连接摄像头，然后按“开始”。</translation>
    </message>
    <message>
        <source>The camera {name!r} cannot be opened.</source>
        <translation>无法打开摄像头 {name!r}。</translation>
    </message>
    <message>
        <source>Close other programs that use the camera, check its permission in the system settings, then press Start.</source>
        <translation>请关闭其他正在使用摄像头的程序，在系统设置中检查摄像头权限，然后按“开始”。</translation>
    </message>
    <message>
        <source>The camera {name!r} is open but gives no picture.</source>
        <translation>摄像头 {name!r} 已打开，但没有画面。</translation>
    </message>
    <message>
        <source>The camera {name!r} stopped giving frames.</source>
        <translation>摄像头 {name!r} 已停止提供画面。</translation>
    </message>
    <message>
        <source>Check the cable, then press Start.</source>
        <translation>请检查连接线，然后按“开始”。</translation>
    </message>
    <message>
        <source>{path} is a list of other files.</source>
        <translation>{path} 是其他文件的列表。</translation>
    </message>
    <message>
        <source>{path} has no video track {track}; it has {count}.</source>
        <translation>{path} 没有第 {track} 个视频轨道；它共有 {count} 个。</translation>
    </message>
    <message>
        <source>Choose another --video-track.</source>
        <translation>请用 --video-track 选择其他轨道。</translation>
    </message>
    <message>
        <source>{path} holds no video, only a cover picture.</source>
        <translation>{path} 不含视频，只有封面图片。</translation>
    </message>
    <message>
        <source>Choose a file with a video.</source>
        <translation>请选择含有视频的文件。</translation>
    </message>
    <message>
        <source>{path} holds a video of a kind that is not known.</source>
        <translation>{path} 中的视频格式未知。</translation>
    </message>
    <message>
        <source>The process that draws the demo does not answer.</source>
        <translation>绘制演示画面的进程没有响应。</translation>
    </message>
    <message>
        <source>Press Start to try again.</source>
        <translation>按“开始”重试。</translation>
    </message>
    <message>
        <source>The process that draws the demo does not start ({reason}).</source>
        <translation>绘制演示画面的进程无法启动（{reason}）。</translation>
    </message>
    <message>
        <source>The process that draws the demo has ended.</source>
        <translation>绘制演示画面的进程已结束。</translation>
    </message>
    <message>
        <source>{path} has {count:.0f} megapixels, more than the {most:.0f} that are read.</source>
        <translation>{path} 有 {count:.0f} 百万像素，超过了可读取的上限 {most:.0f} 百万像素。</translation>
    </message>
    <message>
        <source>Make it smaller.</source>
        <translation>请缩小图片。</translation>
    </message>
    <message>
        <source>{path} is an address: only files on this computer are read.</source>
        <translation>{path} 是网址：只能读取本机上的文件。</translation>
    </message>
    <message>
        <source>Save it as a file first.</source>
        <translation>请先将其保存为文件。</translation>
    </message>
    <message>
        <source>{path} is a link to a file that is not there.</source>
        <translation>{path} 是一个链接，所指的文件不存在。</translation>
    </message>
    <message>
        <source>Check where it leads.</source>
        <translation>请检查链接指向何处。</translation>
    </message>
    <message>
        <source>{path} is not an image that can be read.</source>
        <translation>{path} 不是可读取的图像。</translation>
    </message>
    <message>
        <source>Convert it to png or jpg.</source>
        <translation>请将其转换为 png 或 jpg 格式。</translation>
    </message>
    <message>
        <source>None of the {count} images of {name} can be read.</source>
        <translation>{name} 的 {count} 张图片都无法读取。</translation>
    </message>
    <message>
        <source>Convert them to png or jpg.</source>
        <translation>请将它们转换为 png 或 jpg。</translation>
    </message>
    <message>
        <source>{path} holds no video.</source>
        <translation>{path} 不含视频。</translation>
    </message>
    <message>
        <source>The process that analysed it ended.</source>
        <translation>分析它的进程已结束。</translation>
    </message>
    <message>
        <source>Analyse it again.</source>
        <translation>请重新分析。</translation>
    </message>
    <message>
        <source>Choose a name that ends in .png or .jpg.</source>
        <translation>请选择以 .png 或 .jpg 结尾的名称。</translation>
    </message>
    <message>
        <source>You have no permission to use the camera {name!r} ({path}).</source>
        <translation>您没有使用摄像头 {name!r}（{path}）的权限。</translation>
    </message>
    <message>
        <source>Add yourself to the group video (sudo usermod -aG video $USER), then log in again.</source>
        <translation>请将自己加入 video 组（sudo usermod -aG video $USER），然后重新登录。</translation>
    </message>
    <message>
        <source>Play it in a video player to see whether it is whole, or convert it to mp4.</source>
        <translation>请用视频播放器检查文件是否完整，或将其转换为 mp4 格式。</translation>
    </message>
    <message>
        <source>{path} holds no frames.</source>
        <translation>{path} 不含任何帧。</translation>
    </message>
    <message>
        <source>{path} does not exist.</source>
        <translation>{path} 不存在。</translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation>请检查文件名和文件夹。</translation>
    </message>
    <message>
        <source>{path} is {width} x {height} pixels; no side may be longer than {most}.</source>
        <translation>{path} 为 {width} x {height} 像素；任一边不得超过 {most} 像素。</translation>
    </message>
    <message>
        <source>Cut it in parts.</source>
        <translation>请将其裁成几部分。</translation>
    </message>
    <message>
        <source>{path} is not a file.</source>
        <translation>{path} 不是文件。</translation>
    </message>
    <message>
        <source>Choose a video or an image.</source>
        <translation>请选择视频或图像。</translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes).</source>
        <translation>{path} 是空文件（0 字节）。</translation>
    </message>
    <message>
        <source>Copy it again from where it came.</source>
        <translation>请从原位置重新复制。</translation>
    </message>
    <message>
        <source>{path} is damaged from {time_s:.2f} s to its end.</source>
        <translation>{path} 从 {time_s:.2f} 秒起直到结尾均已损坏。</translation>
    </message>
    <message>
        <source>{path} is cut off: it ends after {end_s:.2f} s, {missing_s:.2f} s too early.</source>
        <translation>{path} 不完整：在 {end_s:.2f} 秒处结束，比应有的长度短 {missing_s:.2f} 秒。</translation>
    </message>
    <message>
        <source>{path} is cut off: it ends after {end_s:.2f} s, in the middle of a picture or of sound.</source>
        <translation>{path} 不完整：在 {end_s:.2f} 秒处结束，图像或声音在中途断开。</translation>
    </message>
    <message>
        <source>The camera sends pictures of a form that is not known ({shape}).</source>
        <translation>摄像头发送的图像形式未知（{shape}）。</translation>
    </message>
    <message>
        <source>Choose another format.</source>
        <translation>请选择其他格式。</translation>
    </message>
    <message>
        <source>{path} is damaged or cut off ({reason}).</source>
        <translation>{path} 已损坏或不完整（{reason}）。</translation>
    </message>
    <message>
        <source>Copy it again from where it came, or convert it to png or jpg.</source>
        <translation>请从原处重新复制，或将其转换为 png 或 jpg 格式。</translation>
    </message>
    <message>
        <source>{path} has no sound track {track}; it has {count}.</source>
        <translation>{path} 没有第 {track} 条音轨；它有 {count} 条。</translation>
    </message>
    <message>
        <source>Choose another --audio-track.</source>
        <translation>请选择另一个 --audio-track。</translation>
    </message>
    <message>
        <source>{path} holds no sound that can be read ({reason}).</source>
        <translation>{path} 没有可读取的声音（{reason}）。</translation>
    </message>
    <message>
        <source>{name}: {count} damaged part(s) of the sound left out.</source>
        <translation>{name}：略去了 {count} 处损坏的声音。</translation>
    </message>
    <message>
        <source>{name}: the sound has {count} gap(s).</source>
        <translation>{name}：声音有 {count} 处中断。</translation>
    </message>
    <message>
        <source>The camera sends nothing that can be read.</source>
        <translation>摄像头发送的内容无法读取。</translation>
    </message>
    <message>
        <source>Choose another camera.</source>
        <translation>请选择其他摄像头。</translation>
    </message>
    <message>
        <source>The camera sends {code}, which cannot be read.</source>
        <translation>摄像头发送的是 {code} 格式，无法读取。</translation>
    </message>
    <message>
        <source>{name} holds {count} videos; number {track} is taken ({width} x {height}).</source>
        <translation>{name} 含有 {count} 个视频；使用第 {track} 个（{width} x {height}）。</translation>
    </message>
    <message>
        <source>{name} holds no times; it is taken to show {fps:g} pictures per second.</source>
        <translation>{name} 不含时间信息；按每秒 {fps:g} 帧计算。</translation>
    </message>
    <message>
        <source>{name}: {count} damaged picture(s) left out.</source>
        <translation>{name}：略去了 {count} 帧损坏的图像。</translation>
    </message>
    <message>
        <source>{name}: {count} picture(s) with a wrong time, placed between their neighbours.</source>
        <translation>{name}：{count} 帧图像的时间有误，已按前后帧推定。</translation>
    </message>
    <message>
        <source>{name}: {count} picture(s) of another size, scaled to that of the first.</source>
        <translation>{name}：{count} 帧图像的尺寸不同，已缩放为第一帧的尺寸。</translation>
    </message>
    <message>
        <source>There are no codes of {coder!r}; {known} has coded.</source>
        <translation>没有 {coder!r} 的编码；已编码的有：{known}。</translation>
    </message>
    <message>
        <source>Name one with --coder.</source>
        <translation>请用 --coder 指定其中一位。</translation>
    </message>
    <message>
        <source>Nobody has coded {path}.</source>
        <translation>还没有人编码过 {path}。</translation>
    </message>
    <message>
        <source>The bundle does not have it, and nothing can be added: install the app with pip instead (README).</source>
        <translation>安装包里没有它，也无法添加：请改用 pip 安装本程序（见 README）。</translation>
    </message>
    <message>
        <source>{path} has no weights for ONNX Runtime.</source>
        <translation>{path} 中没有用于 ONNX Runtime 的权重。</translation>
    </message>
    <message>
        <source>Export them.</source>
        <translation>请先导出它们。</translation>
    </message>
    <message>
        <source>{n} examples, of {known}, are too few to adapt to.</source>
        <translation>{n} 个样本（{known}）太少，无法据以适配。</translation>
    </message>
    <message>
        <source>Label at least 20, three or more of each of two expressions, better 60 or more.</source>
        <translation>请至少标注 20 个，两种表情各不少于三个，最好 60 个以上。</translation>
    </message>
    <message>
        <source>{path} holds {count} videos or sets of images.</source>
        <translation>{path} 包含 {count} 个视频或图片集。</translation>
    </message>
    <message>
        <source>Name one of them, or call analyze for each.</source>
        <translation>请指定其中一个,或对每个分别调用 analyze。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <source>{path} holds several videos.</source>
        <translation>{path} 包含多个视频。</translation>
    </message>
    <message>
        <source>Name one of them.</source>
        <translation>请指定其中一个。</translation>
    </message>
    <message>
        <source>Choose another name, or delete it.</source>
        <translation>请选择其他名称,或将其删除。</translation>
    </message>
    <message>
        <source>OSC cannot be sent to {host}: {reason}.</source>
        <translation>无法向 {host} 发送 OSC：{reason}。</translation>
    </message>
    <message>
        <source>Choose another address in the settings.</source>
        <translation>请在设置中选择其他地址。</translation>
    </message>
    <message>
        <source>A bundle cannot measure how it starts.</source>
        <translation>打包版本无法测量自己的启动。</translation>
    </message>
    <message>
        <source>Install the app with pip to measure that.</source>
        <translation>要测量启动，请用 pip 安装本程序。</translation>
    </message>
    <message>
        <source>{path} is no checkout of this program.</source>
        <translation>{path} 不是本程序的代码目录。</translation>
    </message>
    <message>
        <source>Name the folder fer_desktop is in.</source>
        <translation>请指定 fer_desktop 所在的文件夹。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{path} holds no video, but sound.</source>
        <translation>{path} 不含视频，只有声音。</translation>
    </message>
    <message>
        <source>Choose a file with a video; or hear voices (--voice), which analyses its sound.</source>
        <translation>请选择含视频的文件；或启用“聆听声音”（--voice）来分析其声音。</translation>
    </message>
    <message>
        <source>There is no microphone {wanted!r}; connected: {names}.</source>
        <translation>没有麦克风 {wanted!r}；已连接：{names}。</translation>
    </message>
    <message>
        <source>Connect it or choose another one, then listen again.</source>
        <translation>请连接它或选择另一个，然后重新聆听。</translation>
    </message>
    <message>
        <source>The microphone {name!r} cannot be opened.</source>
        <translation>无法打开麦克风 {name!r}。</translation>
    </message>
    <message>
        <source>Close other programs that use it, check its permission in the system settings, then listen again.</source>
        <translation>请关闭使用它的其他程序，检查系统设置中的权限，然后重新聆听。</translation>
    </message>
    <message>
        <source>No microphone is connected.</source>
        <translation>没有连接麦克风。</translation>
    </message>
    <message>
        <source>Connect one, then listen again.</source>
        <translation>请连接一个，然后重新聆听。</translation>
    </message>
    <message>
        <source>The microphone {name!r} stopped giving sound.</source>
        <translation>麦克风 {name!r} 不再提供声音。</translation>
    </message>
    <message>
        <source>Check the cable, then listen again.</source>
        <translation>请检查连线，然后重新聆听。</translation>
    </message>
    <message>
        <source>You have no permission to use the microphone {name!r}.</source>
        <translation>您没有使用麦克风 {name!r} 的权限。</translation>
    </message>
    <message>
        <source>Allow it in the system settings, or add yourself to the group audio, then listen again.</source>
        <translation>请在系统设置中允许，或将自己加入 audio 组，然后重新聆听。</translation>
    </message>
    <message>
        <source>The microphone {name!r} is not connected.</source>
        <translation>麦克风 {name!r} 未连接。</translation>
    </message>
    <message>
        <source>Connect it, then listen again.</source>
        <translation>请连接它，然后重新聆听。</translation>
    </message>
    <message>
        <source>The microphone {name!r} is open but gives no sound.</source>
        <translation>麦克风 {name!r} 已打开，但没有声音。</translation>
    </message>
    <message>
        <source>The microphone {name!r} gives silence.</source>
        <translation>麦克风 {name!r} 只给出静音。</translation>
    </message>
    <message>
        <source>Check that it is not muted, and its permission in the system settings.</source>
        <translation>请检查它是否被静音，以及系统设置中的权限。</translation>
    </message>
    <message>
        <source>Microphones cannot be used: the library PortAudio is missing.</source>
        <translation>无法使用麦克风：缺少 PortAudio 库。</translation>
    </message>
    <message>
        <source>Install it (Debian, Ubuntu: sudo apt-get install libportaudio2), then start the app again.</source>
        <translation>请安装它（Debian、Ubuntu：sudo apt-get install libportaudio2），然后重新启动程序。</translation>
    </message>
    <message>
        <source>Microphones cannot be used: the sound system does not answer ({reason}).</source>
        <translation>无法使用麦克风：声音系统没有响应（{reason}）。</translation>
    </message>
    <message>
        <source>Start the app again; if that does not help, the computer.</source>
        <translation>请重新启动程序；如果仍无效，请重新启动计算机。</translation>
    </message>
    <message>
        <source>There are adapted weights of the name {name}.</source>
        <translation>已有名为 {name} 的适配权重。</translation>
    </message>
    <message>
        <source>Choose another name, or remove those.</source>
        <translation>请换一个名字，或先移除它。</translation>
    </message>
    <message>
        <source>Code it on the Label page, or name files with codes.</source>
        <translation>请在“标注”页编码，或指定含编码的文件。</translation>
    </message>
    <message>
        <source>Run pip install &quot;fer-desktop[training]&quot;.</source>
        <translation>请运行 pip install &quot;fer-desktop[training]&quot;。</translation>
    </message>
    <message>
        <source>There is no face {face}.</source>
        <translation>没有人脸 {face}。</translation>
    </message>
    <message>
        <source>sessions show lists them.</source>
        <translation>sessions show 会列出它们。</translation>
    </message>
    <message>
        <source>{path} holds no neutral face.</source>
        <translation>{path} 中没有中性表情。</translation>
    </message>
    <message>
        <source>Calibrate it first.</source>
        <translation>请先校准它。</translation>
    </message>
    <message>
        <source>Nobody listened in {path}.</source>
        <translation>{path} 没有听取声音。</translation>
    </message>
    <message>
        <source>Leave --voice out, or analyse with it.</source>
        <translation>请去掉 --voice，或者分析时加上它。</translation>
    </message>
    <message>
        <source>Leave --fusion out.</source>
        <translation>请去掉 --fusion。</translation>
    </message>
    <message>
        <source>Nobody wrote down what is said in {path}.</source>
        <translation>{path} 没有说话内容的文字稿。</translation>
    </message>
    <message>
        <source>Leave --words out, or add a transcript.</source>
        <translation>请去掉 --words，或添加文字稿。</translation>
    </message>
    <message>
        <source>No details of faces were measured in {path}.</source>
        <translation>{path} 中没有测量面部细节。</translation>
    </message>
    <message>
        <source>Leave --details out, or analyse with it.</source>
        <translation>请去掉 --details，或使用它重新分析。</translation>
    </message>
    <message>
        <source>The export would be empty: BIDS events are markers, and {path} has none there.</source>
        <translation>导出将为空：BIDS 事件就是标记，而 {path} 在那里没有标记。</translation>
    </message>
    <message>
        <source>Choose another part, or another format.</source>
        <translation>请选择另一部分，或另一种格式。</translation>
    </message>
    <message>
        <source>A name goes into a key.</source>
        <translation>名称要写入密钥文件。</translation>
    </message>
    <message>
        <source>Give --name and --key together, or neither.</source>
        <translation>请同时给出 --name 和 --key,或都不给。</translation>
    </message>
    <message>
        <source>Nobody said which session is whose.</source>
        <translation>没有说明哪个会话属于谁。</translation>
    </message>
    <message>
        <source>Give sessions and --participant, or --table.</source>
        <translation>请给出会话和 --participant，或 --table。</translation>
    </message>
    <message>
        <source>A table says which session is whose.</source>
        <translation>表格已说明哪个会话属于谁。</translation>
    </message>
    <message>
        <source>Give --table alone.</source>
        <translation>请只给出 --table。</translation>
    </message>
    <message>
        <source>There is no session at {path}.</source>
        <translation>{path} 处没有会话。</translation>
    </message>
    <message>
        <source>{path} cannot be emptied ({reason}).</source>
        <translation>无法清空 {path}（{reason}）。</translation>
    </message>
    <message>
        <source>Over what time is not clear.</source>
        <translation>不清楚是哪一种时间变化。</translation>
    </message>
    <message>
        <source>Give --participant or --parts, one of the two.</source>
        <translation>请给出 --participant 或 --parts 其中之一。</translation>
    </message>
    <message>
        <source>{path} is none of .png, .svg, .pdf and .csv.</source>
        <translation>{path} 不是 .png、.svg、.pdf 或 .csv 文件。</translation>
    </message>
    <message>
        <source>The session has no transcript.</source>
        <translation>此会话没有文字稿。</translation>
    </message>
    <message>
        <source>Name its file.</source>
        <translation>请指定文字稿文件。</translation>
    </message>
    <message>
        <source>The transcript names no {name}.</source>
        <translation>文字稿中没有 {name}。</translation>
    </message>
    <message>
        <source>Take one of those that it names.</source>
        <translation>请选择其中出现的说话人。</translation>
    </message>
    <message>
        <source>The settings ask for encrypted recordings, and nobody is there to type a passphrase.</source>
        <translation>设置要求加密录制，但没有人在场输入密码。</translation>
    </message>
    <message>
        <source>Give a file that begins with one: --passphrase-file FILE.</source>
        <translation>请提供一个以密码开头的文件：--passphrase-file FILE。</translation>
    </message>
    <message>
        <source>No face was found in what is labelled.</source>
        <translation>标注的内容中没有找到人脸。</translation>
    </message>
    <message>
        <source>Label pictures or moments with a face.</source>
        <translation>请标注有人脸的图片或片段。</translation>
    </message>
    <message>
        <source>{path} has no video in which faces can be seen.</source>
        <translation>{path} 没有能看到人脸的视频。</translation>
    </message>
    <message>
        <source>Choose sessions with plain video.</source>
        <translation>请选择带普通视频的会话。</translation>
    </message>
    <message>
        <source>{count} of the labelled have no face that is found.</source>
        <translation>标注的内容中有 {count} 个没有找到人脸。</translation>
    </message>
    <message>
        <source>No face is found at {time_s:.2f} s.</source>
        <translation>在 {time_s:.2f} 秒处没有找到人脸。</translation>
    </message>
    <message>
        <source>Nothing lies between {start} s and {end}; {ending}.</source>
        <translation>{start} 秒与 {end} 之间没有内容；{ending}。</translation>
    </message>
    <message>
        <source>Choose another --start and --end, or leave them out.</source>
        <translation>请选择其他 --start 和 --end，或将其省略。</translation>
    </message>
    <message>
        <source>Unexpected error: {error}.</source>
        <translation>意外错误: {error}。</translation>
    </message>
    <message>
        <source>Please report it, with the log file.</source>
        <translation>请附上日志文件报告此问题。</translation>
    </message>
    <message>
        <source>{path} has no rows.</source>
        <translation>{path} 没有任何行。</translation>
    </message>
    <message>
        <source>A row of the table has no time.</source>
        <translation>表格中有一行没有时间。</translation>
    </message>
    <message>
        <source>It may have been cut off or edited: write it anew, or take that line out.</source>
        <translation>它可能被截断或修改过：请重新写出，或去掉那一行。</translation>
    </message>
    <message>
        <source>Line {line} of {path} has {given} cells, not {wanted}.</source>
        <translation>{path} 的第 {line} 行有 {given} 个单元格，而不是 {wanted} 个。</translation>
    </message>
    <message>
        <source>Choose a table that OpenFace or Py-feat wrote, as CSV.</source>
        <translation>请选择 OpenFace 或 Py-feat 写出的 CSV 表格。</translation>
    </message>
    <message>
        <source>Line {line} of {path} holds no number in {column}: {text}.</source>
        <translation>{path} 第 {line} 行的 {column} 不是数字：{text}。</translation>
    </message>
    <message>
        <source>{path} is neither a table of OpenFace nor one of Py-feat.</source>
        <translation>{path} 既不是 OpenFace 的表格，也不是 Py-feat 的表格。</translation>
    </message>
    <message>
        <source>The first has the columns frame, timestamp and success, the second FaceRectX to FaceRectHeight.</source>
        <translation>前者有 frame、timestamp 和 success 列，后者有 FaceRectX 至 FaceRectHeight 列。</translation>
    </message>
    <message>
        <source>Nothing in {path} is labelled.</source>
        <translation>{path} 中没有任何标注。</translation>
    </message>
    <message>
        <source>Give a folder of folders that are named after expressions, or a CSV with the columns file, expression and, if you like, person, start_s and end_s.</source>
        <translation>请提供以表情命名的文件夹的上级文件夹，或含 file、expression 列（可选 person、start_s、end_s）的 CSV。</translation>
    </message>
    <message>
        <source>{path} is no labelled set ({reason}).</source>
        <translation>{path} 不是标注集（{reason}）。</translation>
    </message>
    <message>
        <source>it holds {n_tracks} sounds; number {track} is taken (--audio-track).</source>
        <translation>它含有 {n_tracks} 条声音；采用第 {track} 条（--audio-track）。</translation>
    </message>
    <message>
        <source>No recogniser of the voice is installed: its expressions stay blank.</source>
        <translation>未安装语音识别模型：语音表情留空。</translation>
    </message>
    <message>
        <source>it has no sound.</source>
        <translation>没有声音。</translation>
    </message>
    <message>
        <source>Hear voices (--voice) to analyse it.</source>
        <translation>请启用“聆听声音”（--voice）来分析。</translation>
    </message>
    <message>
        <source>nothing says what is said: no transcript lies beside it.</source>
        <translation>没有说话内容：旁边没有文字稿。</translation>
    </message>
    <message>
        <source>The video is analysed without it.</source>
        <translation>将在没有它的情况下分析视频。</translation>
    </message>
    <message>
        <source>The neutral faces of {path} were read with another prior.</source>
        <translation>{path} 的中性表情是用另一种先验读取的。</translation>
    </message>
    <message>
        <source>Analyse it again with this one.</source>
        <translation>请用这种先验重新分析。</translation>
    </message>
    <message>
        <source>Free some space or choose another session folder.</source>
        <translation>请释放一些空间，或选择其他会话文件夹。</translation>
    </message>
    <message>
        <source>A video does not say when it was recorded: give its sessions a date, in the column Date or in study.toml.</source>
        <translation>视频不说明其录制时间：请在“日期”列或 study.toml 中为其会话填写日期。</translation>
    </message>
    <message>
        <source>The weights in {folder} have no last layer for photographs.</source>
        <translation>{folder} 中的权重没有用于照片的最后一层。</translation>
    </message>
    <message>
        <source>{name}: it is not UTF-8 and was read as {encoding}.</source>
        <translation>{name}：不是 UTF-8 编码，已按 {encoding} 读取。</translation>
    </message>
    <message>
        <source>{name}: it is damaged; {sign} stands for letters that could not be read.</source>
        <translation>{name}：文件已损坏；{sign} 代表无法读取的字符。</translation>
    </message>
    <message>
        <source>{name}: {count} line(s) left out, their times make no sense; the first is {text!r}.</source>
        <translation>{name}：有 {count} 行时间不合理，已略去；第一行是 {text!r}。</translation>
    </message>
    <message>
        <source>{name} holds no sound.</source>
        <translation>{name} 没有声音。</translation>
    </message>
    <message>
        <source>There is nothing to fuse in {path}: face, voice or words are alone, or fusion was switched off.</source>
        <translation>{path} 中没有可合判的内容：面部、声音、文字中只有一种，或合判已关闭。</translation>
    </message>
    <message>
        <source>The weights {model} do not say how to read faces against their neutral one.</source>
        <translation>权重 {model} 没有说明如何以中性表情为基准。</translation>
    </message>
    <message>
        <source>Leave out --neutral and --neutral-from, or run training.baselines on them.</source>
        <translation>请去掉 --neutral 和 --neutral-from，或对其运行 training.baselines。</translation>
    </message>
    <message>
        <source>The neutral faces of {path} were read by another model.</source>
        <translation>{path} 的中性表情是由另一个模型读取的。</translation>
    </message>
    <message>
        <source>Analyse it again first.</source>
        <translation>请先重新分析它。</translation>
    </message>
    <message>
        <source>There is no such file: {path}.</source>
        <translation>没有这个文件：{path}。</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>请检查名称。</translation>
    </message>
    <message>
        <source>There are no pictures and no clips in {path}.</source>
        <translation>{path} 中没有图片，也没有短片。</translation>
    </message>
    <message>
        <source>Choose a folder with pictures or clips; a folder in it for each person says who is shown.</source>
        <translation>请选择一个含有图片或短片的文件夹；其中每个人一个子文件夹，说明是谁。</translation>
    </message>
    <message>
        <source>Choose a picture or a stretch in which the face is seen, at rest and from the front.</source>
        <translation>请选择能看到放松、正面人脸的图片或片段。</translation>
    </message>
    <message>
        <source>{path} does not show a neutral face: {flaws}.</source>
        <translation>{path} 不是中性表情：{flaws}。</translation>
    </message>
    <message>
        <source>An input is empty.</source>
        <translation>有一个输入为空。</translation>
    </message>
    <message>
        <source>Name a video, an image, a folder, or demo.</source>
        <translation>请指定视频、图像、文件夹或 demo。</translation>
    </message>
    <message>
        <source>{path} holds sound alone.</source>
        <translation>{path} 只有声音。</translation>
    </message>
    <message>
        <source>{path} holds no videos or images.</source>
        <translation>{path} 中没有视频或图像。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Check the name and your permissions.</source>
        <translation>请检查名称和您的权限。</translation>
    </message>
    <message>
        <source>The probabilities of the table are not between 0 and 1.</source>
        <translation>表格中的概率不在 0 和 1 之间。</translation>
    </message>
    <message>
        <source>{path} does not say which frame a row is of.</source>
        <translation>{path} 没有说明每一行属于哪一帧。</translation>
    </message>
    <message>
        <source>{path} says no times.</source>
        <translation>{path} 没有时间。</translation>
    </message>
    <message>
        <source>Say how many frames a second the video has: --fps.</source>
        <translation>请说明视频每秒的帧数：--fps。</translation>
    </message>
    <message>
        <source>{path} was made of sound alone: there are no pictures to analyse again.</source>
        <translation>{path} 只由声音生成：没有可以重新分析的画面。</translation>
    </message>
    <message>
        <source>Choose a session with video; a file of sound is analysed anew on the Analyse page.</source>
        <translation>请选择有视频的会话；声音文件请在“分析”页上重新分析。</translation>
    </message>
    <message>
        <source>{path} was made of {video}, which is not where it was, or was changed.</source>
        <translation>{path} 由 {video} 生成，该文件已不在原处，或已被更改。</translation>
    </message>
    <message>
        <source>Put it back where it was, or analyse it anew where it is.</source>
        <translation>请把它放回原处，或在它现在的位置重新分析。</translation>
    </message>
    <message>
        <source>The sound of {path} is not there.</source>
        <translation>{path} 的声音已不存在。</translation>
    </message>
    <message>
        <source>Keep the sound when you record, or add a transcript.</source>
        <translation>请在录制时保留声音，或添加文字稿。</translation>
    </message>
    <message>
        <source>The worker has another model.</source>
        <translation>工作进程的模型不同。</translation>
    </message>
    <message>
        <source>Install the same version everywhere.</source>
        <translation>请在各处安装相同的版本。</translation>
    </message>
    <message>
        <source>See the system&apos;s log.</source>
        <translation>请查看系统日志。</translation>
    </message>
    <message>
        <source>Its workers ended, one after the other.</source>
        <translation>其工作进程相继结束。</translation>
    </message>
    <message>
        <source>See the workers&apos; logs.</source>
        <translation>请查看工作进程的日志。</translation>
    </message>
    <message>
        <source>The cluster failed: {error}.</source>
        <translation>集群失败: {error}。</translation>
    </message>
    <message>
        <source>The Lab Streaming Layer needs the library pylsl.</source>
        <translation>Lab Streaming Layer 需要 pylsl 库。</translation>
    </message>
    <message>
        <source>Run pip install &quot;fer-desktop[lsl]&quot;, or switch it off in the settings.</source>
        <translation>请运行 pip install &quot;fer-desktop[lsl]&quot;，或在设置中将其关闭。</translation>
    </message>
    <message>
        <source>OSC needs the library python-osc.</source>
        <translation>OSC 需要 python-osc 库。</translation>
    </message>
    <message>
        <source>Run pip install &quot;fer-desktop[osc]&quot;, or switch it off in the settings.</source>
        <translation>请运行 pip install &quot;fer-desktop[osc]&quot;，或在设置中将其关闭。</translation>
    </message>
    <message>
        <source>Without a token everybody in the network of {host} could listen.</source>
        <translation>没有令牌,{host} 所在网络中的任何人都可以接收。</translation>
    </message>
    <message>
        <source>Set a token in the settings, or listen on 127.0.0.1.</source>
        <translation>请在设置中设定令牌,或只在 127.0.0.1 上监听。</translation>
    </message>
    <message>
        <source>Nobody can listen on port {port} of {host}: {reason}.</source>
        <translation>无法在 {host} 的端口 {port} 上提供数据:{reason}。</translation>
    </message>
    <message>
        <source>FER Desktop refuses {command}: {reason}.</source>
        <translation>FER Desktop 拒绝了 {command}:{reason}。</translation>
    </message>
    <message>
        <source>FER Desktop does not answer at {where}: {reason}.</source>
        <translation>FER Desktop 在 {where} 没有应答:{reason}。</translation>
    </message>
    <message>
        <source>Start it with --websocket, and give its port and token.</source>
        <translation>请用 --websocket 启动,并给出其端口和令牌。</translation>
    </message>
    <message>
        <source>FER Desktop does not answer.</source>
        <translation>FER Desktop 没有应答。</translation>
    </message>
    <message>
        <source>See whether it is still open.</source>
        <translation>请查看它是否仍然打开。</translation>
    </message>
    <message>
        <source>{path} has a code that is not known: {code}. Known are {known}.</source>
        <translation>{path} 中有未知的编码：{code}。已知的编码为 {known}。</translation>
    </message>
    <message>
        <source>Write one of these in its place.</source>
        <translation>请改写为其中之一。</translation>
    </message>
    <message>
        <source>{path} holds no labels ({reason}).</source>
        <translation>{path} 中没有标签（{reason}）。</translation>
    </message>
    <message>
        <source>{path}: workbooks are not written.</source>
        <translation>{path}：不写入工作簿文件。</translation>
    </message>
    <message>
        <source>End the name in .csv; a spreadsheet opens that (format excel, where commas part decimals).</source>
        <translation>请让文件名以 .csv 结尾，电子表格可以打开它（小数点用逗号的地区请选 excel 格式）。</translation>
    </message>
    <message>
        <source>Choose another name for the table.</source>
        <translation>请为表格选择其他名称。</translation>
    </message>
    <message>
        <source>The export would hold no row. Restore the file from a copy, or choose a format that has markers.</source>
        <translation>导出文件将没有任何一行。请从副本恢复该文件，或选择带有标记的格式。</translation>
    </message>
    <message>
        <source>{path} holds no markers.</source>
        <translation>{path} 中没有标记。</translation>
    </message>
    <message>
        <source>It has a column time_s or onset, and one label or trial_type; `fer-desktop sessions markers` reads others, too (--time, --label).</source>
        <translation>它要有 time_s 或 onset 列，以及 label 或 trial_type 列；`fer-desktop sessions markers` 也能读取其他列（--time、--label）。</translation>
    </message>
    <message>
        <source>No time of {path} lies within the session, which lasts {end} s: the first is {first} s.</source>
        <translation>{path} 中没有一个时间在会话之内；会话长 {end} 秒，第一个时间是 {first} 秒。</translation>
    </message>
    <message>
        <source>Times count from the beginning of the session; `fer-desktop sessions markers --offset` moves them.</source>
        <translation>时间从会话的开头算起；`fer-desktop sessions markers --offset` 可以平移它们。</translation>
    </message>
    <message>
        <source>{path} holds no markers ({reason}).</source>
        <translation>{path} 中没有标记（{reason}）。</translation>
    </message>
    <message>
        <source>No font on this computer has Chinese characters.</source>
        <translation>这台电脑上没有任何字体包含中文字符。</translation>
    </message>
    <message>
        <source>Install one (Noto Sans CJK, say), write the report as .html, or choose English.</source>
        <translation>请安装一种中文字体（如 Noto Sans CJK），或将报告存为 .html，或选择英文。</translation>
    </message>
    <message>
        <source>There are no reports in the language {language!r}.</source>
        <translation>没有语言 {language!r} 的报告。</translation>
    </message>
    <message>
        <source>Choose one of these: en, zh_CN.</source>
        <translation>请选择其中之一：en、zh_CN。</translation>
    </message>
    <message>
        <source>{path} says another start or length than the session.</source>
        <translation>{path} 中的开始时间或时长与会话不符。</translation>
    </message>
    <message>
        <source>What is shown here is what was recorded. Somebody has changed that file, which is not encrypted.</source>
        <translation>此处显示的是所录制的内容。该文件未加密，有人改动了它。</translation>
    </message>
    <message>
        <source>Restore it from a copy, or delete it to do without what this coder said.</source>
        <translation>请从副本恢复；若不需要这位编码者的编码，也可将其删除。</translation>
    </message>
    <message>
        <source>{path} is empty: what was changed in Review is lost.</source>
        <translation>{path} 是空的：在回放中所作的更改已丢失。</translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk.</source>
        <translation>请腾出一些空间，或选择另一个磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>The kept neutral faces cannot be read. Nothing was deleted: they lie in {path}.</source>
        <translation>无法读取保存的中性表情。没有删除任何内容：它们位于 {path}。</translation>
    </message>
    <message>
        <source>Measure them again; delete that file once you do not need it, or give it back its name when it is mended.</source>
        <translation>请重新测量；不再需要时可以删除该文件，修复之后也可以改回原来的文件名。</translation>
    </message>
    <message>
        <source>Free some space, choose another session folder, or lower the limit in the settings.</source>
        <translation>请释放一些空间、选择其他会话文件夹，或在设置中降低限值。</translation>
    </message>
    <message>
        <source>The tables of the session can still be read.</source>
        <translation>会话的表格仍可读取。</translation>
    </message>
    <message>
        <source>Markers {label!r} are there {n} times in one session and {m} times in the other.</source>
        <translation>标记 {label!r} 在一个会话中有 {n} 个，在另一个中有 {m} 个。</translation>
    </message>
    <message>
        <source>Choose a marker that both have equally often.</source>
        <translation>请选择两个会话中次数相同的标记。</translation>
    </message>
    <message>
        <source>Nobody knows how the clocks of the two sessions belong together.</source>
        <translation>无法得知两个会话的时钟如何对应。</translation>
    </message>
    <message>
        <source>Recordings know when they began; for others give a marker that both have.</source>
        <translation>录像知道自己何时开始；其他会话请给出两者都有的标记。</translation>
    </message>
    <message>
        <source>condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>visit</source>
        <translation>访视</translation>
    </message>
    <message>
        <source>group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>There are not two levels of {factor} to compare; the study has {known}.</source>
        <translation>{factor}没有两个可比较的水平；该研究中有：{known}。</translation>
    </message>
    <message>
        <source>Choose two of these, or compare by something else.</source>
        <translation>请选择其中两个，或按其他因素比较。</translation>
    </message>
    <message>
        <source>The time around the marker is too short.</source>
        <translation>标记前后的时间太短。</translation>
    </message>
    <message>
        <source>Let it end later than it begins.</source>
        <translation>结束时间应晚于开始时间。</translation>
    </message>
    <message>
        <source>Nothing is known around markers {marker!r} at {level}.</source>
        <translation>在 {level}，标记 {marker!r} 前后没有任何数据。</translation>
    </message>
    <message>
        <source>Check the label of the marker and the names of the levels.</source>
        <translation>请检查标记的标签和各水平的名称。</translation>
    </message>
    <message>
        <source>Participant {code} is in the group {group!r}.</source>
        <translation>参与者 {code} 属于组 {group!r}。</translation>
    </message>
    <message>
        <source>{path} was changed meanwhile.</source>
        <translation>{path} 在此期间被更改了。</translation>
    </message>
    <message>
        <source>Open the study once more.</source>
        <translation>请重新打开该研究。</translation>
    </message>
    <message>
        <source>In {path} {code} is somebody else.</source>
        <translation>在 {path} 中,{code} 是另一个人。</translation>
    </message>
    <message>
        <source>Choose another code.</source>
        <translation>请选择其他代码。</translation>
    </message>
    <message>
        <source>{path} cannot be made ({reason}).</source>
        <translation>无法创建 {path}({reason})。</translation>
    </message>
    <message>
        <source>Leave the group out, or change it in study.toml.</source>
        <translation>请不要写组，或在 study.toml 中更改它。</translation>
    </message>
    <message>
        <source>Nobody knows when the sessions of {participant} were.</source>
        <translation>没有人知道 {participant} 的会话是什么时候的。</translation>
    </message>
    <message>
        <source>Nothing is known of {participant} over time.</source>
        <translation>没有 {participant} 随时间变化的数据。</translation>
    </message>
    <message>
        <source>Choose another participant.</source>
        <translation>请选择另一位参与者。</translation>
    </message>
    <message>
        <source>The code {code!r} cannot be used.</source>
        <translation>不能使用代码 {code!r}。</translation>
    </message>
    <message>
        <source>Choose one that nobody has.</source>
        <translation>请选择一个无人使用的代码。</translation>
    </message>
    <message>
        <source>{date!r} is no date.</source>
        <translation>{date!r} 不是日期。</translation>
    </message>
    <message>
        <source>Type it as 2026-05-04, or nothing.</source>
        <translation>请写成 2026-05-04 的形式，或留空。</translation>
    </message>
    <message>
        <source>{face!r} is no number of a face.</source>
        <translation>{face!r} 不是人脸的编号。</translation>
    </message>
    <message>
        <source>Type a number from 1 on, or nothing.</source>
        <translation>请输入从 1 开始的数字，或留空。</translation>
    </message>
    <message>
        <source>It has the columns session and participant and, where you like, group, visit, condition, face and date.</source>
        <translation>它要有 session 和 participant 列，也可以有 group、visit、condition、face 和 date 列。</translation>
    </message>
    <message>
        <source>{path} is no plan of a study ({reason}).</source>
        <translation>{path} 不是研究的计划表（{reason}）。</translation>
    </message>
    <message>
        <source>A text of the table is too long for SPSS.</source>
        <translation>表中有一段文字对 SPSS 来说太长。</translation>
    </message>
    <message>
        <source>Choose CSV, Excel or JSON.</source>
        <translation>请选择 CSV、Excel 或 JSON。</translation>
    </message>
    <message>
        <source>SPSS files need the library pyreadstat.</source>
        <translation>SPSS 文件需要 pyreadstat 库。</translation>
    </message>
    <message>
        <source>Run pip install fer-desktop[spss], or choose CSV, which SPSS reads, too.</source>
        <translation>请运行 pip install fer-desktop[spss]，或选择 CSV，SPSS 也能读取。</translation>
    </message>
    <message>
        <source>There is no study at {path}.</source>
        <translation>{path} 处没有研究。</translation>
    </message>
    <message>
        <source>Make a study with fer-desktop study init, or check the name.</source>
        <translation>请用 fer-desktop study init 建立研究，或检查名称。</translation>
    </message>
    <message>
        <source>Correct that file; docs/studies.md says what it holds.</source>
        <translation>请更正该文件;docs/studies.md 说明了其内容。</translation>
    </message>
    <message>
        <source>The two faces have no time in common.</source>
        <translation>两张人脸没有共同的时间。</translation>
    </message>
    <message>
        <source>Two faces are needed; the session has {faces}.</source>
        <translation>需要两张人脸；该会话中有：{faces}。</translation>
    </message>
    <message>
        <source>Check which marker belongs to which.</source>
        <translation>请检查标记的对应关系。</translation>
    </message>
    <message>
        <source>Both faces were seen to move through {n} windows only; {fewest} are needed.</source>
        <translation>两张人脸都可见且有变化的时间窗只有 {n} 个，至少需要 {fewest} 个。</translation>
    </message>
    <message>
        <source>Choose shorter windows, or a longer session.</source>
        <translation>请选择更短的时间窗，或更长的会话。</translation>
    </message>
    <message>
        <source>{path} was written for another version of FER Desktop.</source>
        <translation>{path} 是为另一版本的 FER Desktop 写的。</translation>
    </message>
    <message>
        <source>Update the app, or adapt again.</source>
        <translation>请更新程序，或重新适配。</translation>
    </message>
    <message>
        <source>{path} was adapted from {parent}, this app has {model}.</source>
        <translation>{path} 适配自 {parent}，而本程序的模型是 {model}。</translation>
    </message>
    <message>
        <source>Choose the model as shipped in the settings, or adapt again.</source>
        <translation>请在设置中选择自带的模型，或重新适配。</translation>
    </message>
    <message>
        <source>{name!r} is no name for adapted weights.</source>
        <translation>{name!r} 不能作为适配权重的名字。</translation>
    </message>
    <message>
        <source>Use letters, digits, - and _, 40 at most.</source>
        <translation>请使用字母、数字、- 和 _，最多 40 个字符。</translation>
    </message>
    <message>
        <source>The adapted weights are missing: {path}.</source>
        <translation>找不到适配权重：{path}。</translation>
    </message>
    <message>
        <source>{path} holds no adapted weights ({reason}).</source>
        <translation>{path} 不是适配权重（{reason}）。</translation>
    </message>
    <message>
        <source>There are no adapted weights of the name {name}.</source>
        <translation>没有名为 {name} 的适配权重。</translation>
    </message>
    <message>
        <source>{device} cannot be used ({reason}). Running on the CPU.</source>
        <translation>无法使用 {device}（{reason}）。改用 CPU。</translation>
    </message>
    <message>
        <source>Speech cannot be recognised: faster-whisper is not installed.</source>
        <translation>无法识别语音：未安装 faster-whisper。</translation>
    </message>
    <message>
        <source>Run pip install &quot;fer-desktop[speech]&quot;.</source>
        <translation>请运行 pip install &quot;fer-desktop[speech]&quot;。</translation>
    </message>
    <message>
        <source>{path} is no speech model: {missing} is missing.</source>
        <translation>{path} 不是语音模型：缺少 {missing}。</translation>
    </message>
    <message>
        <source>Name the folder of a Whisper model in the format of CTranslate2: model.bin, config.json, tokenizer.json and a vocabulary. The app downloads none.</source>
        <translation>请指定 CTranslate2 格式的 Whisper 模型文件夹，其中有 model.bin、config.json、tokenizer.json 和词表。本程序不下载模型。</translation>
    </message>
    <message>
        <source>The speech model in {path} cannot be loaded: {reason}.</source>
        <translation>无法加载 {path} 中的语音模型：{reason}。</translation>
    </message>
    <message>
        <source>The speech model does not know the language {language}.</source>
        <translation>语音模型不认识语言 {language}。</translation>
    </message>
    <message>
        <source>Leave the language out, or name one that it knows, as en, de or zh.</source>
        <translation>请不指定语言，或指定它认识的语言，如 en、de 或 zh。</translation>
    </message>
    <message>
        <source>{path} is no text.</source>
        <translation>{path} 不是文本文件。</translation>
    </message>
    <message>
        <source>Use SubRip (.srt), WebVTT (.vtt), tab-delimited intervals of ELAN or Praat, or lines that begin with a time.</source>
        <translation>请使用 SubRip (.srt)、WebVTT (.vtt)、ELAN 或 Praat 的制表符分隔区间，或以时间开头的文本行。</translation>
    </message>
    <message>
        <source>{path} is empty.</source>
        <translation>{path} 是空的。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>请选择其他文件。</translation>
    </message>
    <message>
        <source>No line of {path} has times that make sense.</source>
        <translation>{path} 中没有一行的时间是合理的。</translation>
    </message>
    <message>
        <source>{path} holds no lines with times.</source>
        <translation>{path} 中没有带时间的行。</translation>
    </message>
    <message>
        <source>{path} is too large for a transcript.</source>
        <translation>{path} 太大，不可能是文字稿。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{name} shows nothing that can be analysed.</source>
        <translation>{name} 中没有可分析的内容。</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>请选择其他输入。</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}.</source>
        <translation>无法打开 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>请检查其权限。</translation>
    </message>
    <message>
        <source>{path} is not a video that can be read ({reason}).</source>
        <translation>{path} 不是可读取的视频（{reason}）。</translation>
    </message>
    <message>
        <source>{path} is damaged after {time_s:.2f} s ({reason}).</source>
        <translation>{path} 在 {time_s:.2f} 秒之后已损坏（{reason}）。</translation>
    </message>
    <message>
        <source>{path} does not end in .png.</source>
        <translation>{path} 不以 .png 结尾。</translation>
    </message>
    <message>
        <source>The picture is a PNG: choose such a name.</source>
        <translation>图片为 PNG 格式：请选择相应的文件名。</translation>
    </message>
    <message>
        <source>{path} is there already.</source>
        <translation>{path} 已存在。</translation>
    </message>
    <message>
        <source>Choose another name with --out.</source>
        <translation>请用 --out 指定其他名称。</translation>
    </message>
    <message>
        <source>No face was found in {path}.</source>
        <translation>在 {path} 中未找到人脸。</translation>
    </message>
    <message>
        <source>Choose a picture with a face of at least 64 pixels.</source>
        <translation>请选择人脸不小于 64 像素的图片。</translation>
    </message>
    <message>
        <source>Markers cannot be received on port {port}: {reason}.</source>
        <translation>无法在端口 {port} 上接收标记：{reason}。</translation>
    </message>
    <message>
        <source>Choose another port in the settings.</source>
        <translation>请在设置中选择其他端口。</translation>
    </message>
    <message>
        <source>LSL markers need the library pylsl.</source>
        <translation>LSL 标记需要 pylsl 库。</translation>
    </message>
    <message>
        <source>Run pip install &quot;fer-desktop[lsl]&quot;, or switch them off in the settings.</source>
        <translation>请运行 pip install &quot;fer-desktop[lsl]&quot;，或在设置中将其关闭。</translation>
    </message>
    <message>
        <source>On the command line, --video-track chooses another.</source>
        <translation>在命令行中可用 --video-track 选择其他视频。</translation>
    </message>
    <message>
        <source>The heads in the video of {path} are blurred: no face can be found in it.</source>
        <translation>{path} 的视频中头部已被模糊处理，无法从中找到人脸。</translation>
    </message>
    <message>
        <source>Record with plain video to analyse again.</source>
        <translation>若要重新分析，请在录制时保存未经模糊处理的视频。</translation>
    </message>
    <message>
        <source>{path} holds no codes.</source>
        <translation>{path} 中没有编码。</translation>
    </message>
    <message>
        <source>{path} holds no codes ({reason}).</source>
        <translation>{path} 中没有编码（{reason}）。</translation>
    </message>
    <message>
        <source>The session was recorded with a model that cannot be calibrated.</source>
        <translation>此会话是用不能校准的模型录制的。</translation>
    </message>
    <message>
        <source>Analyse it again with this version: that takes a video.</source>
        <translation>请用此版本重新分析：需要视频。</translation>
    </message>
    <message>
        <source>A PDF cannot be made: {reason}.</source>
        <translation>无法生成 PDF：{reason}。</translation>
    </message>
    <message>
        <source>Install the libraries that Qt needs (fer-desktop doctor names them), or write an .html file.</source>
        <translation>请安装 Qt 所需的库（fer-desktop doctor 会列出它们），或改写 .html 文件。</translation>
    </message>
    <message>
        <source>{path} is missing.</source>
        <translation>{path} 不见了。</translation>
    </message>
    <message>
        <source>{path} is damaged: {reason}. {rows} rows, up to {time} s, can be used.</source>
        <translation>{path} 已损坏：{reason}。可用 {rows} 行，直到 {time} 秒。</translation>
    </message>
    <message>
        <source>Restore it from a copy, or use what is left.</source>
        <translation>请从副本恢复，或使用剩余部分。</translation>
    </message>
    <message>
        <source>Check that you may write there.</source>
        <translation>请检查是否有写入权限。</translation>
    </message>
    <message>
        <source>{path} is still being recorded.</source>
        <translation>{path} 仍在录制中。</translation>
    </message>
    <message>
        <source>Stop the recording, then try again.</source>
        <translation>请停止录制，然后重试。</translation>
    </message>
    <message>
        <source>Restore it from a copy; or delete it, and repair the session: what its tables tell is kept.</source>
        <translation>请从副本恢复；或将其删除并修复该会话：表格中记录的内容会保留。</translation>
    </message>
    <message>
        <source>{path} is empty or missing: what it said of source, model and settings is lost.</source>
        <translation>{path} 为空或缺失：其中关于视频源、模型和设置的内容已丢失。</translation>
    </message>
    <message>
        <source>Restore it from a copy, or repair the session: what its tables tell is kept.</source>
        <translation>请从副本恢复，或修复该会话：表格中记录的内容会保留。</translation>
    </message>
    <message>
        <source>The passphrase in {path} is too short.</source>
        <translation>{path} 中的密码太短。</translation>
    </message>
    <message>
        <source>Its first line needs at least 8 characters.</source>
        <translation>其第一行至少需要 8 个字符。</translation>
    </message>
    <message>
        <source>Less than {limit} MB are free on the disk of {path}.</source>
        <translation>{path} 所在磁盘的可用空间不足 {limit} MB。</translation>
    </message>
    <message>
        <source>{path} is encrypted.</source>
        <translation>{path} 已加密。</translation>
    </message>
    <message>
        <source>{path} has no video.</source>
        <translation>{path} 没有视频。</translation>
    </message>
    <message>
        <source>Record with video to analyse again.</source>
        <translation>如需重新分析，请在录制时保存视频。</translation>
    </message>
    <message>
        <source>Rename or delete that file to go back to the recording as it was.</source>
        <translation>请重命名或删除该文件，以恢复为最初录制的内容。</translation>
    </message>
    <message>
        <source>Parquet needs the library pyarrow.</source>
        <translation>Parquet 格式需要 pyarrow 库。</translation>
    </message>
    <message>
        <source>Run pip install &quot;fer-desktop[parquet]&quot;, or choose CSV.</source>
        <translation>请运行 pip install &quot;fer-desktop[parquet]&quot;，或选择 CSV。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Choose a folder in which you may write.</source>
        <translation>请选择有写入权限的文件夹。</translation>
    </message>
    <message>
        <source>Choose a session folder, one that holds session.json and timeline.csv.</source>
        <translation>请选择会话文件夹，即包含 session.json 和 timeline.csv 的文件夹。</translation>
    </message>
    <message>
        <source>{path} was written by a newer version of FER Desktop.</source>
        <translation>{path} 由更新版本的 FER Desktop 写入。</translation>
    </message>
    <message>
        <source>Update the app to open it.</source>
        <translation>请更新应用后再打开。</translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}).</source>
        <translation>无法读取 {path}（{reason}）。</translation>
    </message>
    <message>
        <source>The work was cancelled.</source>
        <translation>操作已取消。</translation>
    </message>
    <message>
        <source>{path} is not a session.</source>
        <translation>{path} 不是会话。</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}).</source>
        <translation>无法写入 {path}（{reason}）。</translation>
    </message>
    <message>
        <source>Check that the folder exists and that you may write there.</source>
        <translation>请确认文件夹存在且有写入权限。</translation>
    </message>
    <message>
        <source>{path} cannot be removed ({reason}).</source>
        <translation>无法删除 {path}（{reason}）。</translation>
    </message>
    <message>
        <source>The table of the session can still be read.</source>
        <translation>该会话的数据表仍可读取。</translation>
    </message>
    <message>
        <source>The disk of {path} is full.</source>
        <translation>{path} 所在的磁盘已满。</translation>
    </message>
    <message>
        <source>The session cannot be written ({path}: {reason}).</source>
        <translation>无法写入会话（{path}：{reason}）。</translation>
    </message>
    <message>
        <source>A cluster needs the library distributed.</source>
        <translation>使用集群需要 distributed 库。</translation>
    </message>
    <message>
        <source>Run pip install &quot;fer-desktop[cluster]&quot;.</source>
        <translation>请运行 pip install &quot;fer-desktop[cluster]&quot;。</translation>
    </message>
    <message>
        <source>There is no cluster at {address} ({reason}).</source>
        <translation>{address} 处没有集群（{reason}）。</translation>
    </message>
    <message>
        <source>Start it, or check the address.</source>
        <translation>请启动集群，或检查地址。</translation>
    </message>
    <message>
        <source>It has the columns start_s, end_s, face, code; or it comes from ELAN (.eaf, or a tab-delimited export).</source>
        <translation>它应含 start_s、end_s、face、code 各列；或来自 ELAN（.eaf，或制表符分隔的导出）。</translation>
    </message>
    <message>
        <source>{coder} has coded this session already.</source>
        <translation>{coder} 已经编码过该会话。</translation>
    </message>
    <message>
        <source>Nothing was imported. Give the file the name of another coder.</source>
        <translation>没有导入任何内容。请把文件改成另一位编码者的名字。</translation>
    </message>
    <message>
        <source>Rename or delete that file to go on without what this coder said.</source>
        <translation>请重命名或删除该文件，以便在没有这位编码者的编码的情况下继续。</translation>
    </message>
    <message>
        <source>Check that the folder exists and that you may write there, or choose another.</source>
        <translation>请确认文件夹存在且有写入权限，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} is damaged: {reason}. {rows} rows can be used.</source>
        <translation>{path} 已损坏：{reason}。可以使用 {rows} 行。</translation>
    </message>
    <message>
        <source>Nothing was recorded in {path}.</source>
        <translation>{path} 中没有录制任何内容。</translation>
    </message>
    <message>
        <source>Delete it.</source>
        <translation>请删除它。</translation>
    </message>
    <message>
        <source>{path} is not the file that was written last.</source>
        <translation>{path} 不是最后写入的文件。</translation>
    </message>
    <message>
        <source>{path} does not end where it ended.</source>
        <translation>{path} 的结尾与写入时不同。</translation>
    </message>
    <message>
        <source>{path} is encrypted in an old format: whoever could change its files may have forged what is in it.</source>
        <translation>{path} 使用旧的加密格式：能够更改其文件的人可能伪造了其中的内容。</translation>
    </message>
    <message>
        <source>It is as secret as before. New recordings are protected against that.</source>
        <translation>其保密性与以前相同。新的录制不受此影响。</translation>
    </message>
    <message>
        <source>{path} does not belong to the session.</source>
        <translation>{path} 不属于该会话。</translation>
    </message>
    <message>
        <source>Somebody has put it there after the session was written: remove it, or restore the session from a copy.</source>
        <translation>它是在会话写入之后被放进来的：请移除它，或从副本恢复会话。</translation>
    </message>
    <message>
        <source>Give its passphrase.</source>
        <translation>请提供其密码。</translation>
    </message>
    <message>
        <source>{path} is cut off.</source>
        <translation>{path} 不完整，结尾缺失。</translation>
    </message>
    <message>
        <source>The session was changed or damaged after it was written; restore it from a copy.</source>
        <translation>会话在写入后被更改或损坏；请从备份恢复。</translation>
    </message>
    <message>
        <source>{path} is no sealed file.</source>
        <translation>{path} 不是加密文件。</translation>
    </message>
    <message>
        <source>The passphrase does not open {path}.</source>
        <translation>该密码无法打开 {path}。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>{path} was changed after it was written.</source>
        <translation>{path} 在写入后被更改。</translation>
    </message>
    <message>
        <source>There is no such folder: {path}.</source>
        <translation>没有此文件夹：{path}。</translation>
    </message>
    <message>
        <source>{path} is neither .html nor .pdf.</source>
        <translation>{path} 既不是 .html 也不是 .pdf 文件。</translation>
    </message>
    <message>
        <source>Choose one of these endings.</source>
        <translation>请选用其中一种扩展名。</translation>
    </message>
    <message>
        <source>{path} ends in {ending}, which is not the format {format}.</source>
        <translation>{path} 以 {ending} 结尾，与格式 {format} 不符。</translation>
    </message>
    <message>
        <source>Choose another extension, or leave --format out.</source>
        <translation>请选择其他结尾，或省略 --format。</translation>
    </message>
    <message>
        <source>Give its passphrase with --passphrase-file.</source>
        <translation>请用 --passphrase-file 提供其密码。</translation>
    </message>
    <message>
        <source>There is no face {unknown}; the session has {faces}.</source>
        <translation>找不到人脸 {unknown}；该会话中有：{faces}。</translation>
    </message>
    <message>
        <source>Choose one of these.</source>
        <translation>请从中选择一个。</translation>
    </message>
    <message>
        <source>The export would be empty: nothing of {path} is selected.</source>
        <translation>导出将为空：{path} 中没有选中任何内容。</translation>
    </message>
    <message>
        <source>Choose another part, other faces, or another format.</source>
        <translation>请选择其他部分、其他人脸或其他格式。</translation>
    </message>
    <message>
        <source>There is no marker {first!r} followed by {second!r}; the session has {known}.</source>
        <translation>找不到标记 {first!r} 及其后的 {second!r}；该会话中有：{known}。</translation>
    </message>
    <message>
        <source>Choose two of these.</source>
        <translation>请从中选择两个。</translation>
    </message>
    <message>
        <source>Choose another name, or add --force.</source>
        <translation>请选择其他名称，或添加 --force。</translation>
    </message>
    <message>
        <source>Nothing was removed.</source>
        <translation>未删除任何内容。</translation>
    </message>
    <message>
        <source>Add --yes to remove a session without being asked.</source>
        <translation>如需不经询问直接删除会话，请添加 --yes。</translation>
    </message>
    <message>
        <source>The camera {name!r} is not connected.</source>
        <translation>摄像头 {name!r} 未连接。</translation>
    </message>
    <message>
        <source>Connect it or choose another source, then press Start.</source>
        <translation>请连接它或选择其他视频源，然后按“开始”。</translation>
    </message>
    <message>
        <source>Add the transcript again.</source>
        <translation>请重新添加文字稿。</translation>
    </message>
    <message>
        <source>The name of a session is no text, as a study needs.</source>
        <translation>某个会话的名称不是研究所要求的文本。</translation>
    </message>
    <message>
        <source>Rename its folder.</source>
        <translation>请重命名其文件夹。</translation>
    </message>
    <message>
        <source>Choose a key that FER Desktop made.</source>
        <translation>请选择由 FER Desktop 创建的密钥表。</translation>
    </message>
    <message>
        <source>{path} is none of .csv, .parquet, .xlsx, .sav and .json.</source>
        <translation>{path} 不是 .csv、.parquet、.xlsx、.sav 或 .json 文件。</translation>
    </message>
    <message>
        <source>No session of the study has two faces.</source>
        <translation>研究中没有会话含有两张人脸。</translation>
    </message>
    <message>
        <source>Record two people in one picture.</source>
        <translation>请在同一画面中录制两个人。</translation>
    </message>
    <message>
        <source>The video cannot be read here.</source>
        <translation>此处的视频无法读取。</translation>
    </message>
    <message>
        <source>Skip this moment, or stop and find the video.</source>
        <translation>请跳过这个片段，或停止并查找视频。</translation>
    </message>
    <message>
        <source>The model&apos;s description is missing: {path}.</source>
        <translation>缺少模型说明文件：{path}。</translation>
    </message>
    <message>
        <source>The detector of speech is missing.</source>
        <translation>缺少语音检测器。</translation>
    </message>
    <message>
        <source>Install the package silero-vad, or the app again.</source>
        <translation>请安装软件包 silero-vad，或重新安装本应用。</translation>
    </message>
    <message>
        <source>Reinstall the app, or restore its weights folder.</source>
        <translation>请重新安装应用，或恢复其权重文件夹。</translation>
    </message>
    <message>
        <source>The model&apos;s labels are {labels}, expected {expected}.</source>
        <translation>模型标签为 {labels}，应为 {expected}。</translation>
    </message>
    <message>
        <source>The model expects {wanted!r}, this app makes {made!r}.</source>
        <translation>模型需要 {wanted!r}，而本应用提供的是 {made!r}。</translation>
    </message>
    <message>
        <source>The model&apos;s weights are missing: {path}.</source>
        <translation>缺少模型权重：{path}。</translation>
    </message>
    <message>
        <source>{path} has hash {actual}..., expected {expected}....</source>
        <translation>{path} 的哈希值为 {actual}...，应为 {expected}...。</translation>
    </message>
    <message>
        <source>The model&apos;s description cannot be read: {path} ({reason!r}).</source>
        <translation>无法读取模型说明文件：{path}（{reason!r}）。</translation>
    </message>
    <message>
        <source>{path} does not fit the network in its manifest.</source>
        <translation>{path} 与其清单中的网络不匹配。</translation>
    </message>
    <message>
        <source>{path} cannot be written.</source>
        <translation>无法写入 {path}。</translation>
    </message>
</context>
<context>
    <name>explain</name>
    <message>
        <source>aligned face</source>
        <translation>对齐后的人脸</translation>
    </message>
    <message>
        <source>places: red supports {0}</source>
        <translation>位置: 红色支持{0}</translation>
    </message>
    <message>
        <source>regions: red supports {0}</source>
        <translation>区域: 红色支持{0}</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>added to the probability of {0}</source>
        <translation>对{0}概率的贡献</translation>
    </message>
    <message>
        <source>action units: added to the logit of {0}</source>
        <translation>动作单元: 对{0}对数几率的贡献</translation>
    </message>
    <message>
        <source>forehead</source>
        <translation>额头</translation>
    </message>
    <message>
        <source>brows</source>
        <translation>眉</translation>
    </message>
    <message>
        <source>eyes</source>
        <translation>眼</translation>
    </message>
    <message>
        <source>nose</source>
        <translation>鼻</translation>
    </message>
    <message>
        <source>cheeks</source>
        <translation>脸颊</translation>
    </message>
    <message>
        <source>mouth</source>
        <translation>嘴</translation>
    </message>
    <message>
        <source>chin</source>
        <translation>下巴</translation>
    </message>
</context>
<context>
    <name>expressions</name>
    <message>
        <source>neutral</source>
        <translation>中性</translation>
    </message>
    <message>
        <source>happiness</source>
        <translation>高兴</translation>
    </message>
    <message>
        <source>surprise</source>
        <translation>惊讶</translation>
    </message>
    <message>
        <source>sadness</source>
        <translation>悲伤</translation>
    </message>
    <message>
        <source>anger</source>
        <translation>愤怒</translation>
    </message>
    <message>
        <source>disgust</source>
        <translation>厌恶</translation>
    </message>
    <message>
        <source>fear</source>
        <translation>恐惧</translation>
    </message>
    <message>
        <source>contempt</source>
        <translation>轻蔑</translation>
    </message>
</context>
<context>
    <name>lanes</name>
    <message>
        <source>Markers</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Rests on</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Expressions</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>Top expression</source>
        <translation>主要表情</translation>
    </message>
    <message>
        <source>Valence</source>
        <translation>效价</translation>
    </message>
    <message>
        <source>valence</source>
        <translation>效价</translation>
    </message>
    <message>
        <source>Head pose</source>
        <translation>头部姿态</translation>
    </message>
    <message>
        <source>yaw</source>
        <translation>偏航</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>俯仰</translation>
    </message>
    <message>
        <source>roll</source>
        <translation>翻滚</translation>
    </message>
    <message>
        <source>Quality and certainty</source>
        <translation>质量与把握度</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>certainty</source>
        <translation>把握度</translation>
    </message>
    <message>
        <source>Brows</source>
        <translation>眉毛</translation>
    </message>
    <message>
        <source>AU01 inner brow raiser</source>
        <translation>AU01 内眉上扬</translation>
    </message>
    <message>
        <source>AU02 outer brow raiser</source>
        <translation>AU02 外眉上扬</translation>
    </message>
    <message>
        <source>AU04 brow lowerer</source>
        <translation>AU04 皱眉</translation>
    </message>
    <message>
        <source>Lids and cheeks</source>
        <translation>眼睑与面颊</translation>
    </message>
    <message>
        <source>AU05 upper lid raiser</source>
        <translation>AU05 上眼睑提升</translation>
    </message>
    <message>
        <source>AU06 cheek raiser</source>
        <translation>AU06 面颊提升</translation>
    </message>
    <message>
        <source>AU07 lid tightener</source>
        <translation>AU07 眼睑收紧</translation>
    </message>
    <message>
        <source>AU45 blink</source>
        <translation>AU45 眨眼</translation>
    </message>
    <message>
        <source>Blinks</source>
        <translation>眨眼</translation>
    </message>
    <message>
        <source>blink</source>
        <translation>眨眼</translation>
    </message>
    <message>
        <source>Nose and upper lip</source>
        <translation>鼻子与上唇</translation>
    </message>
    <message>
        <source>AU09 nose wrinkler</source>
        <translation>AU09 皱鼻</translation>
    </message>
    <message>
        <source>AU10 upper lip raiser</source>
        <translation>AU10 上唇提升</translation>
    </message>
    <message>
        <source>Corners of the mouth</source>
        <translation>嘴角</translation>
    </message>
    <message>
        <source>AU12 lip corner puller</source>
        <translation>AU12 嘴角上扬</translation>
    </message>
    <message>
        <source>AU14 dimpler</source>
        <translation>AU14 酒窝</translation>
    </message>
    <message>
        <source>AU15 lip corner depressor</source>
        <translation>AU15 嘴角下拉</translation>
    </message>
    <message>
        <source>Lips and jaw</source>
        <translation>嘴唇与下颌</translation>
    </message>
    <message>
        <source>AU16 lower lip depressor</source>
        <translation>AU16 下唇下拉</translation>
    </message>
    <message>
        <source>AU17 chin raiser</source>
        <translation>AU17 下巴提升</translation>
    </message>
    <message>
        <source>AU25 lips part</source>
        <translation>AU25 双唇分开</translation>
    </message>
    <message>
        <source>AU26 jaw drop</source>
        <translation>AU26 下颌下落</translation>
    </message>
    <message>
        <source>Gaze</source>
        <translation>视线</translation>
    </message>
    <message>
        <source>Looks at the screen</source>
        <translation>看屏幕</translation>
    </message>
    <message>
        <source>looks</source>
        <translation>看</translation>
    </message>
    <message>
        <source>Mouth opening</source>
        <translation>嘴部张开</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>张开度</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>expression</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Arousal of the voice</source>
        <translation>声音唤醒度</translation>
    </message>
    <message>
        <source>arousal</source>
        <translation>唤醒度</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>音高</translation>
    </message>
    <message>
        <source>frequency</source>
        <translation>频率</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>Speaking rate</source>
        <translation>语速</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>语速</translation>
    </message>
    <message>
        <source>What is said</source>
        <translation>说话内容</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Expressions of the words</source>
        <translation>文字的表情</translation>
    </message>
    <message>
        <source>Polarity of the words</source>
        <translation>文字的褒贬</translation>
    </message>
    <message>
        <source>polarity</source>
        <translation>褒贬</translation>
    </message>
    <message>
        <source>Voice and words</source>
        <translation>声音与文字</translation>
    </message>
    <message>
        <source>Face, voice and words together</source>
        <translation>面部、声音和文字合判</translation>
    </message>
    <message>
        <source>What moved the decision</source>
        <translation>判断的依据</translation>
    </message>
    <message>
        <source>face</source>
        <translation>面部</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>words</source>
        <translation>文字</translation>
    </message>
</context>
<context>
    <name>lists</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>markers</name>
    <message>
        <source>marker {0}</source>
        <translation>标记 {0}</translation>
    </message>
</context>
<context>
    <name>neutral</name>
    <message>
        <source>seen for less than a second</source>
        <translation>出现不足一秒</translation>
    </message>
    <message>
        <source>too small, dark, blurred or cut off</source>
        <translation>太小、太暗、模糊或不完整</translation>
    </message>
    <message>
        <source>the head is turned</source>
        <translation>头转向一侧</translation>
    </message>
    <message>
        <source>the eyes are closed</source>
        <translation>眼睛闭着</translation>
    </message>
    <message>
        <source>the mouth is open or moves</source>
        <translation>嘴张着或在动</translation>
    </message>
    <message>
        <source>a smile</source>
        <translation>微笑</translation>
    </message>
    <message>
        <source>an expression, not a neutral face</source>
        <translation>是表情，不是中性</translation>
    </message>
    <message>
        <source>it changes as if it were two people</source>
        <translation>变化得像两个人</translation>
    </message>
</context>
<context>
    <name>quality</name>
    <message>
        <source>too small</source>
        <translation>过小</translation>
    </message>
    <message>
        <source>turned away</source>
        <translation>侧转过大</translation>
    </message>
    <message>
        <source>cut off by the edge</source>
        <translation>被画面边缘截断</translation>
    </message>
    <message>
        <source>too dark</source>
        <translation>过暗</translation>
    </message>
    <message>
        <source>too little contrast</source>
        <translation>对比度过低</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>unreliable</source>
        <translation>不可靠</translation>
    </message>
</context>
<context>
    <name>report</name>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>recovered after the app ended unexpectedly</source>
        <translation>程序意外结束后恢复</translation>
    </message>
    <message>
        <source>Checked by hand</source>
        <translation>人工核对</translation>
    </message>
    <message>
        <source>chosen elsewhere (state how)</source>
        <translation>在别处选取的（请说明方法）</translation>
    </message>
    <message>
        <source>Expressions were read by FER Desktop {app_version} (model {model}, SHA-256 {sha256}, prior {prior}, {most_faces} face(s) at most); agreement was computed with version {version}. {n_coders} coder(s) coded {n_moments} moments, each with one of eight expressions, &quot;other&quot; or &quot;cannot tell&quot;; moments were {drawn}. {blind} The answer of the app is the expression with the highest mean probability over the moment. Reported are, following GRRAS (Kottner et al. 2011), raters, sampling, blinding and statistics: recall and precision with Wilson&apos;s 95 % intervals, Cohen&apos;s and Fleiss&apos; kappa, Krippendorff&apos;s alpha (nominal), intraclass correlations (two-way random effects, absolute agreement, single ratings) of valence and intensity, prevalence and coverage. State who the coders were and how they were trained.</source>
        <translation>表情由 FER Desktop {app_version} 识别（模型 {model}，SHA-256 {sha256}，先验 {prior}，最多 {most_faces} 张人脸）；一致性由版本 {version} 计算。{n_coders} 名编码者为 {n_moments} 个时刻编码，每个时刻为八种表情之一、“其他”或“无法判断”；这些时刻是{drawn}。{blind}程序的回答是该时刻内平均概率最高的表情。按照 GRRAS（Kottner 等，2011）报告评定者、抽样、盲法与统计量：召回率与精确率及其 Wilson 95 % 区间、Cohen 与 Fleiss kappa、Krippendorff alpha（名义尺度）、效价与强度的组内相关系数（双向随机效应、绝对一致、单次评定）、出现率与覆盖率。请说明编码者是谁、如何受训。</translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation>{value}（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{value}, n {n}</source>
        <translation>{value}，n {n}</translation>
    </message>
    <message>
        <source>State what the coders saw, and whether they knew each other&apos;s codes.</source>
        <translation>请说明编码者看到了什么，以及是否知道彼此的编码。</translation>
    </message>
    <message>
        <source>, calibrated</source>
        <translation>（已校准）</translation>
    </message>
    <message>
        <source>Coders among each other</source>
        <translation>编码者之间</translation>
    </message>
    <message>
        <source>Codes that were given</source>
        <translation>给出的编码</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>For the method section</source>
        <translation>供方法部分使用</translation>
    </message>
    <message>
        <source>coded with an expression</source>
        <translation>编码为某种表情</translation>
    </message>
    <message>
        <source>no face found</source>
        <translation>未找到人脸</translation>
    </message>
    <message>
        <source>unreliable</source>
        <translation>不可靠</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>mean recall of the classes (UAR)</source>
        <translation>各类平均召回率（UAR）</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa</source>
        <translation>Cohen kappa</translation>
    </message>
    <message>
        <source>valence, ICC(2,1)</source>
        <translation>效价，ICC(2,1)</translation>
    </message>
    <message>
        <source>The app{kind} against {coder}</source>
        <translation>程序{kind}与 {coder} 对照</translation>
    </message>
    <message>
        <source>Expressions{kind}: {coder}</source>
        <translation>表情{kind}：{coder}</translation>
    </message>
    <message>
        <source>Confusion{kind}: {coder} (rows) and app (columns)</source>
        <translation>混淆矩阵{kind}：{coder}（行）与程序（列）</translation>
    </message>
    <message>
        <source>{one} and {other}: Cohen&apos;s kappa</source>
        <translation>{one} 与 {other}：Cohen kappa</translation>
    </message>
    <message>
        <source>one coder</source>
        <translation>只有一名编码者</translation>
    </message>
    <message>
        <source>a second one is needed for agreement</source>
        <translation>计算一致性需要第二名编码者</translation>
    </message>
    <message>
        <source>intensity, ICC(2,1)</source>
        <translation>强度，ICC(2,1)</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>未记录</translation>
    </message>
    <message>
        <source>coded</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>whole session</source>
        <translation>整个会话</translation>
    </message>
    <message>
        <source>condition (from a marker to the next)</source>
        <translation>条件（从一个标记到下一个）</translation>
    </message>
    <message>
        <source>from (s)</source>
        <translation>开始（秒）</translation>
    </message>
    <message>
        <source>to (s)</source>
        <translation>结束（秒）</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>expression</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>recall (95 %)</source>
        <translation>召回率（95 %）</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>程序回答</translation>
    </message>
    <message>
        <source>precision (95 %)</source>
        <translation>精确率（95 %）</translation>
    </message>
    <message>
        <source>as short loops</source>
        <translation>短循环的形式</translation>
    </message>
    <message>
        <source>drawn by the app, stratified by face, answer and certainty of the answer (seed {seeds}), so that rare and unsure answers are over-represented: the figures are those of the drawn moments, but where it is said that they are weighted back to the session (each moment by the number of moments in its stratum over the coded ones, Wilson&apos;s intervals with Kish&apos;s effective number)</source>
        <translation>由程序抽取，按人脸、回答和回答的把握度分层（种子 {seeds}），因此少见和把握不大的回答占比偏高：除注明加权还原到整个会话的数字外（每个时刻的权重是其层内的时刻数除以其中已编码的时刻数，Wilson 区间采用 Kish 有效数量），各项数字都是所抽取时刻的数字</translation>
    </message>
    <message>
        <source>as photographs</source>
        <translation>照片的形式</translation>
    </message>
    <message>
        <source>Moments were shown {shown} without the answer of the app, and coders did not see each other&apos;s codes.</source>
        <translation>时刻以{shown}呈现，不显示程序的回答，编码者也看不到彼此的编码。</translation>
    </message>
    <message>
        <source>share (95 %)</source>
        <translation>占比（95 %）</translation>
    </message>
    <message>
        <source>figures of</source>
        <translation>数字针对</translation>
    </message>
    <message>
        <source>what was coded, every one counting the same</source>
        <translation>已编码的内容，每项权重相同</translation>
    </message>
    <message>
        <source>the whole session, as an estimate</source>
        <translation>整个会话（估计值）</translation>
    </message>
    <message>
        <source>share of the session that coded moments stand for</source>
        <translation>已编码时刻所代表的会话占比</translation>
    </message>
    <message>
        <source>Weighted back to the session: the app{kind} against {coder}</source>
        <translation>加权还原到整个会话：程序{kind}与 {coder} 对照</translation>
    </message>
    <message>
        <source>Weighted back to the session: expressions{kind}, {coder}</source>
        <translation>加权还原到整个会话：各表情{kind}，{coder}</translation>
    </message>
    <message>
        <source>no face in this session</source>
        <translation>此会话中没有人脸</translation>
    </message>
    <message>
        <source>time (s)</source>
        <translation>时间（秒）</translation>
    </message>
    <message>
        <source>{source}: expressions, not feelings</source>
        <translation>{source}：这是表情，不是感受</translation>
    </message>
    <message>
        <source>face {name}
probability</source>
        <translation>人脸 {name}
概率</translation>
    </message>
    <message>
        <source>Timelines</source>
        <translation>时间曲线</translation>
    </message>
    <message>
        <source>{n} more faces are in the tables only.</source>
        <translation>另有 {n} 张人脸只列在表格中。</translation>
    </message>
    <message>
        <source>The words in the pictures are English: no font on this computer has the characters.</source>
        <translation>图中的文字为英文：这台电脑上没有任何字体包含所需字符。</translation>
    </message>
    <message>
        <source>This report shows facial expressions as a model reads them, with probabilities. It does not say what a person feels. The model is often wrong, above all on turned, small or dark faces and on rare expressions; check a sample by eye before you draw conclusions.</source>
        <translation>本报告给出模型读出的面部表情及其概率，并不说明一个人的感受。模型常常出错，尤其是侧转、过小或过暗的人脸以及少见的表情；下结论之前，请用眼睛抽查一部分。</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>按要求做出</translation>
    </message>
    <message>
        <source>most neutral fifth</source>
        <translation>最中性的五分之一</translation>
    </message>
    <message>
        <source>a stretch of the session</source>
        <translation>会话中的一段</translation>
    </message>
    <message>
        <source>a picture or video</source>
        <translation>图片或视频</translation>
    </message>
    <message>
        <source>another session</source>
        <translation>另一个会话</translation>
    </message>
    <message>
        <source>kept with the name</source>
        <translation>随姓名保存的</translation>
    </message>
    <message>
        <source>Model {model}, SHA-256 {sha256}. Recorded with FER Desktop {recorded_with}, report made with {version}. Figures, protocol and known failures of the model are in its model card (MODEL_CARD.md).</source>
        <translation>模型 {model}，SHA-256 {sha256}。由 FER Desktop {recorded_with} 录制，报告由 {version} 生成。模型的指标、评测方法与已知缺陷见其模型卡（MODEL_CARD.md）。</translation>
    </message>
    <message>
        <source>Blinks, gaze and mouth</source>
        <translation>眨眼、视线与嘴部</translation>
    </message>
    <message>
        <source>{heading} (the first {most} of {n}; markers.csv holds all)</source>
        <translation>{heading}（共 {n} 个，此处为前 {most} 个；全部在 markers.csv 中）</translation>
    </message>
    <message>
        <source>finished normally</source>
        <translation>正常结束</translation>
    </message>
    <message>
        <source>Share of time with each expression on top{kind}</source>
        <translation>各表情为主要表情的时间占比{kind}</translation>
    </message>
    <message>
        <source>Mean probability of each expression{kind}</source>
        <translation>各表情的平均概率{kind}</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>动作单元</translation>
    </message>
    <message>
        <source>Blinks (those shorter than {seconds} s may be missed), gaze and mouth</source>
        <translation>眨眼（短于 {seconds} 秒的可能漏掉）、视线与嘴部</translation>
    </message>
    <message>
        <source>face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>neutral face from</source>
        <translation>中性表情来自</translation>
    </message>
    <message>
        <source>reads as</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>Neutral faces that the calibrated figures are read against</source>
        <translation>校准数字所对照的中性表情</translation>
    </message>
    <message>
        <source>, calibrated with the person&apos;s own neutral face</source>
        <translation>（用本人的中性表情校准）</translation>
    </message>
    <message>
        <source>, not calibrated</source>
        <translation>（未校准）</translation>
    </message>
    <message>
        <source>not known: it was not closed</source>
        <translation>未知：会话没有正常关闭</translation>
    </message>
    <message>
        <source>the end of the file</source>
        <translation>文件结束</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>seen (s)</source>
        <translation>可见（秒）</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>变化次数</translation>
    </message>
    <message>
        <source>From each marker to the next{kind}</source>
        <translation>从每个标记到下一个{kind}</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Data quality</source>
        <translation>数据质量</translation>
    </message>
    <message>
        <source>started (UTC)</source>
        <translation>开始时间（UTC）</translation>
    </message>
    <message>
        <source>source</source>
        <translation>视频源</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>ended because</source>
        <translation>结束原因</translation>
    </message>
    <message>
        <source>excluded stretches</source>
        <translation>排除的时段</translation>
    </message>
    <message>
        <source>duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>frames without a face</source>
        <translation>没有人脸的帧</translation>
    </message>
    <message>
        <source>rows that cannot be trusted</source>
        <translation>不可靠的行</translation>
    </message>
    <message>
        <source>rows whose answer is uncertain (certainty under 0.5)</source>
        <translation>回答不确定的行（把握度低于 0.5）</translation>
    </message>
    <message>
        <source>frames captured</source>
        <translation>采集的帧</translation>
    </message>
    <message>
        <source>frames analysed</source>
        <translation>分析的帧</translation>
    </message>
    <message>
        <source>frames skipped (analysis was busy)</source>
        <translation>跳过的帧（分析来不及）</translation>
    </message>
    <message>
        <source>frames not stored (disk was busy)</source>
        <translation>未保存的帧（磁盘来不及）</translation>
    </message>
    <message>
        <source>valence</source>
        <translation>效价</translation>
    </message>
    <message>
        <source>lids seen (s)</source>
        <translation>眼睑可见（秒）</translation>
    </message>
    <message>
        <source>Action units: mean and highest estimated intensity, 0 to 1</source>
        <translation>动作单元：估计强度的平均值与最高值，0 到 1</translation>
    </message>
    <message>
        <source>Fixations on the five points of the screen: number, seconds in all</source>
        <translation>对屏幕上五个点的注视：次数，总秒数</translation>
    </message>
    <message>
        <source>blinks</source>
        <translation>眨眼次数</translation>
    </message>
    <message>
        <source>per minute</source>
        <translation>每分钟</translation>
    </message>
    <message>
        <source>median (s)</source>
        <translation>中位数（秒）</translation>
    </message>
    <message>
        <source>gaze yaw (°)</source>
        <translation>视线偏航（°）</translation>
    </message>
    <message>
        <source>pitch (°)</source>
        <translation>俯仰（°）</translation>
    </message>
    <message>
        <source>at the screen</source>
        <translation>看屏幕</translation>
    </message>
    <message>
        <source>known</source>
        <translation>已知</translation>
    </message>
    <message>
        <source>mouth moves</source>
        <translation>嘴部在动</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>中间</translation>
    </message>
    <message>
        <source>upper left</source>
        <translation>左上</translation>
    </message>
    <message>
        <source>upper right</source>
        <translation>右上</translation>
    </message>
    <message>
        <source>lower left</source>
        <translation>左下</translation>
    </message>
    <message>
        <source>lower right</source>
        <translation>右下</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no voice in this session</source>
        <translation>此会话中没有声音</translation>
    </message>
    <message>
        <source>face {name}, together
probability</source>
        <translation>人脸 {name}，合计
概率</translation>
    </message>
    <message>
        <source>voice
probability</source>
        <translation>声音
概率</translation>
    </message>
    <message>
        <source>words
probability</source>
        <translation>文字
概率</translation>
    </message>
    <message>
        <source>together
probability</source>
        <translation>合计
概率</translation>
    </message>
    <message>
        <source>This report shows expressions of voices and words as models read them, with probabilities. It does not say what a person feels. The models are often wrong, above all in noise and on voices unlike those that they were made from; check a sample by ear before you draw conclusions.</source>
        <translation>本报告给出的是模型从声音和文字中读出的表情及其概率，并不说明一个人的感受。模型经常出错，在噪声中以及对与训练所用声音不同的声音尤其如此；下结论之前请先听一部分加以核对。</translation>
    </message>
    <message>
        <source>Recorded with FER Desktop {recorded_with}, report made with {version}.</source>
        <translation>由 FER Desktop {recorded_with} 录制，报告由 {version} 生成。</translation>
    </message>
    <message>
        <source>Model of the voice {model}, SHA-256 {sha256}.</source>
        <translation>声音模型 {model}，SHA-256 {sha256}。</translation>
    </message>
    <message>
        <source>Model of the words {model}, SHA-256 {sha256}.</source>
        <translation>文字模型 {model}，SHA-256 {sha256}。</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>most on top</source>
        <translation>最常见的主要表情</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>label</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>damage</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>markers left out (too fast)</source>
        <translation>略去的标记（过密）</translation>
    </message>
    <message>
        <source>weight of the face</source>
        <translation>人脸的权重</translation>
    </message>
    <message>
        <source>weight of the voice</source>
        <translation>声音的权重</translation>
    </message>
    <message>
        <source>weight of the words</source>
        <translation>文字的权重</translation>
    </message>
    <message>
        <source>Face, voice and words together: share of time with each expression on top</source>
        <translation>人脸、声音与文字合在一起：各表情为主要表情的时间占比</translation>
    </message>
    <message>
        <source>against the face</source>
        <translation>与人脸相反</translation>
    </message>
    <message>
        <source>heard</source>
        <translation>听到</translation>
    </message>
    <message>
        <source>speech</source>
        <translation>说话</translation>
    </message>
    <message>
        <source>utterances</source>
        <translation>文字数</translation>
    </message>
    <message>
        <source>pitch (median)</source>
        <translation>音高（中位数）</translation>
    </message>
    <message>
        <source>loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>syllables per second</source>
        <translation>每秒音节数</translation>
    </message>
    <message>
        <source>arousal</source>
        <translation>唤醒度</translation>
    </message>
    <message>
        <source>expression of the voice on top</source>
        <translation>声音的主要表情</translation>
    </message>
    <message>
        <source>transcript</source>
        <translation>文字稿</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>lines that were read</source>
        <translation>读出表情的行</translation>
    </message>
    <message>
        <source>spoken</source>
        <translation>说话时长</translation>
    </message>
    <message>
        <source>languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>polarity</source>
        <translation>褒贬</translation>
    </message>
    <message>
        <source>expression of the words on top</source>
        <translation>文字的主要表情</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>no face</source>
        <translation>没有人脸</translation>
    </message>
    <message>
        <source>decided (s)</source>
        <translation>有结论（秒）</translation>
    </message>
    <message>
        <source>voice and words without a face</source>
        <translation>不属于任何人脸的声音和文字</translation>
    </message>
    <message>
        <source>by several (s)</source>
        <translation>由多路得出（秒）</translation>
    </message>
    <message>
        <source>Intervals are at each time by itself, over people; they are not corrected for the number of times. What a curve says is how readings of expressions changed after the marker, not what anybody felt, nor that the marker was the cause.</source>
        <translation>区间是在每个时刻单独对人计算的，未按时刻数校正。曲线说明标记之后表情读数如何变化，并不说明任何人的感受，也不说明标记就是原因。</translation>
    </message>
    <message>
        <source>p of a cluster holds for all times at once (and for all pairs of levels, by Bonferroni): it tests whether the curves differ at all. When a difference began and ended is not tested: the ends of a cluster are no result. What it takes for granted where nothing differs: of pairs and of one level, that the curve of a change is as likely as the same one upside down; of groups, that their people are spread alike, too. Where no cluster is found, there may be a difference all the same.</source>
        <translation>聚类的 p 值同时对所有时刻成立（并按 Bonferroni 对所有水平对成立）：它检验曲线是否存在差异。差异何时开始和结束未经检验：聚类的起止不是结果。在没有差异时它假定：对配对和单个水平，变化曲线与其上下颠倒的曲线同样可能；对各组，其中人的离散程度也相同。没有找到聚类时，仍可能存在差异。</translation>
    </message>
    <message>
        <source>Each point is one session. The line is a local linear regression (loess, degree 1, two thirds of the sessions), its band a 95% bootstrap interval over sessions; both need eight sessions. Where sessions are more than three usual steps apart, nothing is drawn. A change is named only where Pettitt&apos;s test (4,999 random orders, Holm over expressions) has p below 0.05; it finds a slow trend, too. Band and test take sessions for independent of each other: where neighbouring ones resemble each other, the band is too narrow and p too small.</source>
        <translation>每个点是一个会话。线是局部线性回归（loess，一次，三分之二的会话），带是对会话的 95% 自助区间；两者都需要八个会话。会话间隔超过通常间隔三倍处不连线。只有当 Pettitt 检验（4,999 次随机排列，对各表情作 Holm 校正）的 p 小于 0.05 时才指出变化；缓慢的趋势也会被检出。带和检验都把各会话视为相互独立：相邻会话彼此相似时，带过窄，p 过小。</translation>
    </message>
    <message>
        <source>A marker at which the face was seen for less than {least_seen} of the time is left out. The curve of a person is the mean over their markers; each person counts the same. Intervals: 95%, bootstrap-t over people (1,999 samples, seed {seed}).</source>
        <translation>人脸可见时间少于 {least_seen} 的标记不计。一个人的曲线是其各标记的均值；每个人权重相同。区间：95%，对人的 bootstrap-t（1,999 个样本，种子 {seed}）。</translation>
    </message>
    <message>
        <source>One figure for each person goes into these numbers, not one for each frame. Frames of one person resemble each other: thousands of them say little more about people than a few do, and intervals over frames would be far too narrow. People are taken for independent of each other, which those who were recorded together are not quite. Intervals hold for one comparison each; p (Holm) holds for all of this table, not for others that were looked at. A difference says how readings of facial expressions differ, not what anybody feels nor why; where none is found, there may be one.</source>
        <translation>这些数值中每人只计一个数，而不是每帧一个。同一个人的各帧彼此相似：几千帧对人群的说明并不比几帧多多少，对帧计算的区间会窄得多。各人被视为相互独立，而一起录制的人并不完全独立。每个区间只对一次比较成立；p (Holm) 对本表全部比较成立，对看过的其他比较不成立。差异说明面部表情读数有何不同，不说明任何人的感受，也不说明原因；没有找到差异时，仍可能存在差异。</translation>
    </message>
    <message>
        <source>Differences within people: of those with figures at both levels, hence not always the difference of the two means; paired t tests; effect size Cohen&apos;s d_z, in standard deviations of the change, which is no d of groups.</source>
        <translation>同一人内的差异：只含在两个水平都有数值的人，因此不总等于两个均值之差；配对 t 检验；效应量为 Cohen&apos;s d_z，以变化的标准差为单位，不同于组间的 d。</translation>
    </message>
    <message>
        <source>Differences between groups: Welch&apos;s t tests; effect size Hedges&apos; g, in pooled standard deviations, which takes the groups for equally spread.</source>
        <translation>组间差异：Welch t 检验；效应量为 Hedges&apos; g，以合并标准差为单位，它假定各组离散程度相同。</translation>
    </message>
    <message>
        <source>With fewer than {n} people at a level there is no interval and no test.</source>
        <translation>某水平少于 {n} 人时没有区间，也没有检验。</translation>
    </message>
    <message>
        <source>Figures of each person are means over stretches, weighted by the time for which the face was seen. Whoever was seen for less than {least_seen} of the time at a level was left out there. Intervals: 95%, bootstrap-t over people ({n_samples} samples, seed {seed}); of effect sizes by the noncentral t distribution.</source>
        <translation>每人的数值是各段的均值，按人脸可见时间加权。在某水平可见时间少于 {least_seen} 的人在该处不计。区间：95%，对人的 bootstrap-t（{n_samples} 个样本，种子 {seed}）；效应量的区间按非中心 t 分布。</translation>
    </message>
    <message>
        <source>This follows readings of facial expressions from session to session. It is no measure of mood or of health and says nothing about why a reading changed: light, camera, hair, the time of day and what a person does change it, too. The band is of the line, not of single sessions. Nothing here is a diagnosis or an alarm. To follow somebody else over time needs their consent, and in research, care or work the approval of an ethics board.</source>
        <translation>这里跟踪各会话的面部表情读数。它不衡量情绪或健康，也不说明读数为何变化：光线、摄像头、发型、一天中的时间以及人在做什么都会改变读数。带是线的区间，不是单个会话的区间。这里没有诊断，也没有警报。长期跟踪他人需要其同意；在研究、护理或工作中还需要伦理委员会的批准。</translation>
    </message>
    <message>
        <source>Two faces that react to the same film, light or camera move together without any tie between the two people; the test against random orders of windows does not tell one from the other. Only moving alike is looked for, not moving in opposite ways. It is of readings of expressions, not of what anybody feels.</source>
        <translation>对同一影片、光线或摄像头作出反应的两张人脸会一起变化，而两人之间并无联系；与窗口随机排列的比较无法区分这两种情况。只查找同向变化，不查找反向变化。它针对表情读数，而不是任何人的感受。</translation>
    </message>
    <message>
        <source>Strangers: the first face of each pair with the second of another session, on the time since the sessions began; p is the share of 4,999 random ways to give partners to each other that are at least as strong. Where everybody saw the same at the same time, what real pairs have beyond strangers is not what they saw. One pair of each session, all as long as the shortest.</source>
        <translation>陌生人：每个配对的第一张人脸与另一会话的第二张人脸，按会话开始后的时间对齐；p 是 4,999 次随机分配伙伴中强度不低于实际的比例。如果所有人在同一时间看到相同内容，真实配对超出陌生人的部分就不是来自所见内容。每个会话取一个配对，长度都截至最短者。</translation>
    </message>
    <message>
        <source>a marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>the clock of one computer since it began to run</source>
        <translation>同一台计算机启动以来的时钟</translation>
    </message>
    <message>
        <source>the time of day of their computers</source>
        <translation>各计算机的时间</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation>{first} 和 {second}</translation>
    </message>
    <message>
        <source>The two sessions are on one clock by {how}: {offset} s are added to the second; the lag is as uncertain as that.</source>
        <translation>两个会话按{how}对时：第二个会话加 {offset} 秒；时滞的不确定程度与此相同。</translation>
    </message>
    <message>
        <source>all pairs</source>
        <translation>所有配对</translation>
    </message>
    <message>
        <source>{curve} together: {who}</source>
        <translation>{curve}的同步：{who}</translation>
    </message>
    <message>
        <source>windows</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>correlation</source>
        <translation>相关</translation>
    </message>
    <message>
        <source>of 5% of random orders</source>
        <translation>随机排列的前 5%</translation>
    </message>
    <message>
        <source>second after first (s)</source>
        <translation>第二张晚于第一张（秒）</translation>
    </message>
    <message>
        <source>Faces together</source>
        <translation>人脸的同步</translation>
    </message>
    <message>
        <source>{lag}, the end of what was looked at</source>
        <translation>{lag}，已到查找范围的边界</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>配对</translation>
    </message>
    <message>
        <source>of strangers</source>
        <translation>陌生人</translation>
    </message>
    <message>
        <source>Against strangers</source>
        <translation>与陌生人比较</translation>
    </message>
    <message>
        <source>In windows of {window} s the curve of {curve} of the first face is correlated with that of the second, shifted by up to {lag} s either way; the mean over windows (Fisher&apos;s z) at the lag where it is largest is the correlation. p: share of {n} random orders of the windows (seed {seed}) that are at least as large at any lag, corrected for all pairs (Holm). A lag is given only where this p is below 0.05, and has no interval. Windows in which a face was not seen all the time, or did not move, are left out.</source>
        <translation>在每个 {window} 秒的窗口中，把第一张人脸的{curve}曲线与第二张前后错开至多 {lag} 秒的曲线求相关；各窗口均值（Fisher z）最大的时滞处的值即为相关。p：窗口的 {n} 次随机排列（种子 {seed}）中在任一时滞达到同样大小的比例，对所有配对作 Holm 校正。只有当该 p 小于 0.05 时才给出时滞，时滞没有区间。人脸未全程可见或没有变化的窗口不计。</translation>
    </message>
    <message>
        <source>The markers differ by up to {spread} s.</source>
        <translation>各标记相差至多 {spread} 秒。</translation>
    </message>
    <message>
        <source>seconds by which {second} comes after {first}</source>
        <translation>{second}晚于{first}的秒数</translation>
    </message>
    <message>
        <source>mean correlation of {curve}</source>
        <translation>{curve}的平均相关</translation>
    </message>
    <message>
        <source>largest correlation of 5% of random orders</source>
        <translation>随机排列前 5% 的最大相关</translation>
    </message>
    <message>
        <source>mean of pairs</source>
        <translation>配对的均值</translation>
    </message>
    <message>
        <source>mean of strangers</source>
        <translation>陌生人的均值</translation>
    </message>
    <message>
        <source>face {n}</source>
        <translation>人脸 {n}</translation>
    </message>
    <message>
        <source>Differences: cluster-based permutation tests (Maris &amp; Oostenveld 2007; two-sided t at 5%, 4,999 random orders, or all of them with 12 people or fewer), of people whose curves have no hole.</source>
        <translation>差异：基于聚类的置换检验（Maris &amp; Oostenveld 2007；双侧 t，5%，4,999 次随机排列，12 人及以下时为全部排列），只含曲线没有缺口的人。</translation>
    </message>
    <message>
        <source>what described it was lost</source>
        <translation>其描述文件已丢失</translation>
    </message>
    <message>
        <source>interrupted by the user after {end_s:.2f} s</source>
        <translation>用户在 {end_s:.2f} 秒后中断</translation>
    </message>
    <message>
        <source>, half of it where an expression rises by {half_at} log odds</source>
        <translation>，某种表情的对数优势上升 {half_at} 时取其一半</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>{origin}, although it looks like this: {flaws}</source>
        <translation>{origin}，尽管看起来：{flaws}</translation>
    </message>
    <message>
        <source>analysed (UTC)</source>
        <translation>分析时间（UTC）</translation>
    </message>
    <message>
        <source>too few people for a test</source>
        <translation>人数太少，无法检验</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>against its baseline</source>
        <translation>与其基线比较</translation>
    </message>
    <message>
        <source>paired</source>
        <translation>配对</translation>
    </message>
    <message>
        <source>unpaired</source>
        <translation>非配对</translation>
    </message>
    <message>
        <source>{curve} around {marker}</source>
        <translation>{marker} 前后的{curve}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>{measure} of {who} over time</source>
        <translation>{who} 的{measure}随时间的变化</translation>
    </message>
    <message>
        <source>{measure} by {by}</source>
        <translation>按{by}的{measure}</translation>
    </message>
    <message>
        <source>people</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>markers</source>
        <translation>标记数</translation>
    </message>
    <message>
        <source>Curves of {curve} from {start} to {end} s around each marker {marker!r}, every {step} s, interpolated between rows; a gap is a hole.</source>
        <translation>每个标记 {marker!r} 前后从 {start} 到 {end} 秒的{curve}曲线，每 {step} 秒一点，在各行之间插值；间断处为缺口。</translation>
    </message>
    <message>
        <source>first</source>
        <translation>第一</translation>
    </message>
    <message>
        <source>second</source>
        <translation>第二</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>cluster (s)</source>
        <translation>聚类（秒）</translation>
    </message>
    <message>
        <source>mass (t)</source>
        <translation>质量（t）</translation>
    </message>
    <message>
        <source>Differences: the second less the first</source>
        <translation>差异：第二减第一</translation>
    </message>
    <message>
        <source>sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>last</source>
        <translation>最后</translation>
    </message>
    <message>
        <source>change after</source>
        <translation>变化发生于此后</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Around {marker}</source>
        <translation>{marker} 前后</translation>
    </message>
    <message>
        <source>From each curve its mean from {start} to {end} s is subtracted.</source>
        <translation>每条曲线减去其从 {start} 到 {end} 秒的均值。</translation>
    </message>
    <message>
        <source>With fewer than {n} people there is no interval.</source>
        <translation>少于 {n} 人时没有区间。</translation>
    </message>
    <message>
        <source>{measure} of {who} over sessions</source>
        <translation>{who} 各会话的{measure}</translation>
    </message>
    <message>
        <source>session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>it</source>
        <translation>该会话</translation>
    </message>
    <message>
        <source>there is no such session</source>
        <translation>没有这个会话</translation>
    </message>
    <message>
        <source>it cannot be read ({reason})</source>
        <translation>无法读取（{reason}）</translation>
    </message>
    <message>
        <source>were made with {n} models ({names}), whose figures are not comparable</source>
        <translation>由 {n} 个模型（{names}）得出，其数值不可相互比较</translation>
    </message>
    <message>
        <source>{n} faces, and none is said to be the participant: left out of comparisons</source>
        <translation>有 {n} 张脸，未指明哪张是参与者：不进入比较</translation>
    </message>
    <message>
        <source>are the same session, which counts several times</source>
        <translation>是同一个会话，被重复计入</translation>
    </message>
    <message>
        <source>are called the same; make sure that each is where it belongs</source>
        <translation>名称相同；请确认各自的归属</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>share of time on top</source>
        <translation>占首位的时间比例</translation>
    </message>
    <message>
        <source>peak</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>onsets a minute</source>
        <translation>每分钟出现次数</translation>
    </message>
    <message>
        <source>changes a minute</source>
        <translation>每分钟变化次数</translation>
    </message>
    <message>
        <source>time until first (s)</source>
        <translation>首次出现的时间（秒）</translation>
    </message>
    <message>
        <source>condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>visit</source>
        <translation>访视</translation>
    </message>
    <message>
        <source>group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>A peak grows with how long somebody is seen: compare peaks of stretches of about the same length.</source>
        <translation>峰值随可见时间的长度增大：请只比较长度相近的段的峰值。</translation>
    </message>
    <message>
        <source>Who never showed an expression has no time until first: these means are of those who did, and n says how many.</source>
        <translation>从未出现某表情的人没有首次出现的时间：这些均值只含出现过的人，n 说明有多少人。</translation>
    </message>
    <message>
        <source>p (Holm): corrected for the {n} test(s) of this table by Holm&apos;s method.</source>
        <translation>p (Holm)：按 Holm 方法对本表的 {n} 次检验校正。</translation>
    </message>
    <message>
        <source>{measure} less that in {condition}</source>
        <translation>{measure}减去 {condition} 中的值</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不计</translation>
    </message>
    <message>
        <source>the rest counts</source>
        <translation>其余计入</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Calibrated scores are read against the person&apos;s own neutral face (logits, gain {gain}{share}{mixing}).</source>
        <translation>校准得分以本人的中性表情为基准读取（logit，增益 {gain}{share}{mixing}）。</translation>
    </message>
    <message>
        <source>; what a rise of one expression adds to another is kept with the session</source>
        <translation>；一种表情的上升对其他表情的贡献随会话保存</translation>
    </message>
    <message>
        <source>{measure} by {by}, over people</source>
        <translation>按{by}的{measure}（对人）</translation>
    </message>
    <message>
        <source>Differences of {measure}: the second less the first</source>
        <translation>{measure}的差异：第二减第一</translation>
    </message>
    <message>
        <source>participant</source>
        <translation>参与者</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>From each figure of a person their own in the condition {condition!r} is subtracted.</source>
        <translation>从每人的每个数值中减去其本人在条件 {condition!r} 中的数值。</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>effect size</source>
        <translation>效应量</translation>
    </message>
    <message>
        <source>{n} people, {n_markers} markers</source>
        <translation>{n} 人，{n_markers} 个标记</translation>
    </message>
    <message>
        <source>seconds from {marker}</source>
        <translation>距 {marker} 的秒数</translation>
    </message>
    <message>
        <source>probability of {curve}</source>
        <translation>{curve}的概率</translation>
    </message>
    <message>
        <source>{curve}, less its baseline</source>
        <translation>{curve}，减去基线</translation>
    </message>
    <message>
        <source>a session</source>
        <translation>一个会话</translation>
    </message>
    <message>
        <source>{n} people</source>
        <translation>{n} 人</translation>
    </message>
    <message>
        <source>no face {face} in the session</source>
        <translation>会话中没有人脸 {face}</translation>
    </message>
    <message>
        <source>no calibrated face {face} in the session</source>
        <translation>会话中没有经校准的人脸 {face}</translation>
    </message>
    <message>
        <source>no session</source>
        <translation>没有会话</translation>
    </message>
    <message>
        <source>not finished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>no calibrated face</source>
        <translation>没有经校准的人脸</translation>
    </message>
    <message>
        <source>ended early: {reason}</source>
        <translation>提前结束：{reason}</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>未见到</translation>
    </message>
    <message>
        <source>seen for {share} of the time</source>
        <translation>可见时间占 {share}</translation>
    </message>
    <message>
        <source>not seen during its baseline</source>
        <translation>基线期间未见到</translation>
    </message>
    <message>
        <source>the face is not there</source>
        <translation>没有这张脸</translation>
    </message>
    <message>
        <source>no marker {label!r}</source>
        <translation>没有标记 {label!r}</translation>
    </message>
    <message>
        <source>marker at {time} s: {reason}</source>
        <translation>{time} 秒处的标记：{reason}</translation>
    </message>
    <message>
        <source>nobody knows when it was</source>
        <translation>不知道是何时</translation>
    </message>
    <message>
        <source>several faces, and none is said to be the participant</source>
        <translation>有多张脸，未指明哪张是参与者</translation>
    </message>
    <message>
        <source>nothing in the baseline {condition!r}</source>
        <translation>在基线 {condition!r} 中没有数值</translation>
    </message>
    <message>
        <source>no condition</source>
        <translation>没有条件</translation>
    </message>
    <message>
        <source>no visit</source>
        <translation>没有访视</translation>
    </message>
    <message>
        <source>no group</source>
        <translation>没有组</translation>
    </message>
    <message>
        <source>{measure} within sessions, in {n} parts</source>
        <translation>会话之内的{measure}，分 {n} 段</translation>
    </message>
    <message>
        <source>{name}: from marker {first!r} to {last!r}</source>
        <translation>{name}：从标记 {first!r} 到 {last!r}</translation>
    </message>
    <message>
        <source>{name}: from marker {first!r} to the next marker</source>
        <translation>{name}：从标记 {first!r} 到下一个标记</translation>
    </message>
    <message>
        <source>with figures</source>
        <translation>有数值</translation>
    </message>
    <message>
        <source>excluded (s)</source>
        <translation>排除（秒）</translation>
    </message>
    <message>
        <source>How much was seen: of each stretch and face</source>
        <translation>可见多少：每段和每张脸</translation>
    </message>
    <message>
        <source>where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>what</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Missing data and notes</source>
        <translation>缺失数据和备注</translation>
    </message>
    <message>
        <source>participants</source>
        <translation>参与者</translation>
    </message>
    <message>
        <source>groups</source>
        <translation>组</translation>
    </message>
    <message>
        <source>scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>report made with</source>
        <translation>报告制作</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>{n} of {m}</source>
        <translation>{n}/{m}</translation>
    </message>
    <message>
        <source>sessions made with</source>
        <translation>会话来自</translation>
    </message>
    <message>
        <source>Scores: as the model gave them, not calibrated.</source>
        <translation>分数：模型给出的原值，未校准。</translation>
    </message>
    <message>
        <source>Scores: calibrated, read against the neutral face of each person.</source>
        <translation>分数：校准后，以每个人的中性脸为基准。</translation>
    </message>
    <message>
        <source>{quantity} (calibrated)</source>
        <translation>{quantity}（校准后）</translation>
    </message>
    <message>
        <source>no marker {last!r} after {first!r}</source>
        <translation>{first!r} 之后没有标记 {last!r}</translation>
    </message>
</context>
<context>
    <name>sources</name>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
</context>
</TS>
