<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Cryograph</source>
        <translation>关于 Cryograph</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy &amp;versions</source>
        <translation>复制版本信息(&amp;V)</translation>
    </message>
    <message>
        <source>See what is in a folder of TensorFlow files, and freeze it into a .pb that predicts.</source>
        <translation>看清 TensorFlow 文件夹里有什么，并把它冻结成可用于预测的 .pb。</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>&amp;About Cryograph</source>
        <translation>关于 Cryograph(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Collapse all scopes</source>
        <translation>收起全部作用域(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Expand all scopes</source>
        <translation>展开全部作用域(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Filter variables</source>
        <translation>筛选变量(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Fit in window</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Forget these</source>
        <translation>清除这些记录(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Graph</source>
        <translation>图(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Next hit</source>
        <translation>下一个结果(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open file…</source>
        <translation>打开文件(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Previous hit</source>
        <translation>上一个结果(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Print drawing…</source>
        <translation>打印图形(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Search…</source>
        <translation>搜索(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Variables</source>
        <translation>变量(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>比较(&amp;M)</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出(&amp;X)…</translation>
    </message>
    <message>
        <source>Export &amp;drawing…</source>
        <translation>导出图形(&amp;D)…</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>前进(&amp;W)</translation>
    </message>
    <message>
        <source>Free&amp;ze…</source>
        <translation>冻结(&amp;Z)…</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>P&amp;roblems</source>
        <translation>问题(&amp;R)</translation>
    </message>
    <message>
        <source>R&amp;ead again</source>
        <translation>重新读取(&amp;E)</translation>
    </message>
    <message>
        <source>R&amp;un…</source>
        <translation>运行(&amp;U)…</translation>
    </message>
    <message>
        <source>V&amp;alues</source>
        <translation>数值(&amp;A)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
</context>
<context>
    <name>AxisChooser</name>
    <message>
        <source>axis {axis}</source>
        <translation>第 {axis} 轴</translation>
    </message>
</context>
<context>
    <name>BatchReportPage</name>
    <message>
        <source>The same from a &amp;terminal</source>
        <translation>在终端中执行相同操作(&amp;T)</translation>
    </message>
</context>
<context>
    <name>Breadcrumbs</name>
    <message>
        <source>&amp;Close all</source>
        <translation>全部收起(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Folded into the op that reads them</source>
        <translation>折叠到读取它的算子中(&amp;F)</translation>
    </message>
    <message>
        <source>As &amp;nodes</source>
        <translation>显示为节点(&amp;N)</translation>
    </message>
    <message>
        <source>Back to 100 % (0)</source>
        <translation>恢复到 100 %（0）</translation>
    </message>
    <message>
        <source>Colour ▾</source>
        <translation>着色 ▾</translation>
    </message>
    <message>
        <source>Colour: {by} ▾</source>
        <translation>着色：{by} ▾</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Functions ▾</source>
        <translation>函数 ▾</translation>
    </message>
    <message>
        <source>Open &amp;all</source>
        <translation>全部展开(&amp;A)</translation>
    </message>
    <message>
        <source>Open &amp;one level</source>
        <translation>展开一层(&amp;O)</translation>
    </message>
    <message>
        <source>Open &amp;two levels</source>
        <translation>展开两层(&amp;T)</translation>
    </message>
    <message>
        <source>Open or close many name scopes at once</source>
        <translation>一次展开或收起多个名称作用域</translation>
    </message>
    <message>
        <source>Open t&amp;hree levels</source>
        <translation>展开三层(&amp;H)</translation>
    </message>
    <message>
        <source>Scopes ▾</source>
        <translation>作用域 ▾</translation>
    </message>
    <message>
        <source>Show the body of a function of this model</source>
        <translation>显示此模型中某个函数的函数体</translation>
    </message>
    <message>
        <source>Show the whole graph (F)</source>
        <translation>显示整个图（F）</translation>
    </message>
    <message>
        <source>Weights inside the op that reads them, or as nodes of their own</source>
        <translation>权重放在读取它的算子里，还是作为独立的节点</translation>
    </message>
    <message>
        <source>Weights ▾</source>
        <translation>权重 ▾</translation>
    </message>
    <message>
        <source>Weights: {state} ▾</source>
        <translation>权重：{state} ▾</translation>
    </message>
    <message>
        <source>What the strip at the left of an op shows</source>
        <translation>算子左侧色条表示的内容</translation>
    </message>
    <message>
        <source>Where you are in the graph</source>
        <translation>当前在图中的位置</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>as nodes</source>
        <translation>独立节点</translation>
    </message>
    <message>
        <source>category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>device of the last run</source>
        <translation>上次运行的设备</translation>
    </message>
    <message>
        <source>dtype</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>name scope</source>
        <translation>名称作用域</translation>
    </message>
    <message>
        <source>parameter bytes</source>
        <translation>参数字节数</translation>
    </message>
    <message>
        <source>time in the last run</source>
        <translation>上次运行的耗时</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>BusyBar</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Laying out…</source>
        <translation>正在布局…</translation>
    </message>
    <message>
        <source>The graph is being laid out</source>
        <translation>正在为图布局</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>1 op</source>
        <translation>1 个算子</translation>
    </message>
    <message>
        <source>body of {functions}</source>
        <translation>{functions} 的函数体</translation>
    </message>
    <message>
        <source>calls {functions}: Enter opens it, Shift+Enter in place</source>
        <translation>调用 {functions}：按 Enter 打开，按 Shift+Enter 就地展开</translation>
    </message>
    <message>
        <source>carries a reference to a variable</source>
        <translation>传递对变量的引用</translation>
    </message>
    <message>
        <source>control dependency</source>
        <translation>控制依赖</translation>
    </message>
    <message>
        <source>input pipeline</source>
        <translation>输入管线</translation>
    </message>
    <message>
        <source>loss and metrics</source>
        <translation>损失与指标</translation>
    </message>
    <message>
        <source>other ops</source>
        <translation>其他算子</translation>
    </message>
    <message>
        <source>put aside</source>
        <translation>移到一旁的部分</translation>
    </message>
    <message>
        <source>runs back (a loop)</source>
        <translation>反向（循环）</translation>
    </message>
    <message>
        <source>summaries</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>{count} edges</source>
        <translation>{count} 条边</translation>
    </message>
    <message>
        <source>{count} ops</source>
        <translation>{count} 个算子</translation>
    </message>
    <message>
        <source>{ops} ops · {parameters}</source>
        <translation>{ops} 个算子 · {parameters}</translation>
    </message>
    <message>
        <source>{ops} · 1 parameter</source>
        <translation>{ops} · 1 个参数</translation>
    </message>
    <message>
        <source>{ops} · {count} parameters</source>
        <translation>{ops} · {count} 个参数</translation>
    </message>
</context>
<context>
    <name>CanvasMenu</name>
    <message>
        <source>&amp;Bring back into the graph</source>
        <translation>放回图中(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Copy name</source>
        <translation>复制名称(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Feed here</source>
        <translation>在此馈送(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open all</source>
        <translation>全部展开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Reveal in variables</source>
        <translation>在变量表中显示(&amp;R)</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Back &amp;to {graph}</source>
        <translation>返回 {graph}(&amp;T)</translation>
    </message>
    <message>
        <source>C&amp;lose all</source>
        <translation>全部收起(&amp;L)</translation>
    </message>
    <message>
        <source>Close function</source>
        <translation>收起函数</translation>
    </message>
    <message>
        <source>Close scope</source>
        <translation>收起作用域</translation>
    </message>
    <message>
        <source>Fetc&amp;h here</source>
        <translation>在此取值(&amp;H)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>La&amp;y out with Graphviz' dot</source>
        <translation>用 Graphviz 的 dot 布局(&amp;Y)</translation>
    </message>
    <message>
        <source>La&amp;y out without Graphviz</source>
        <translation>不用 Graphviz 布局(&amp;Y)</translation>
    </message>
    <message>
        <source>Let data flow &amp;downwards</source>
        <translation>数据流向下方(&amp;D)</translation>
    </message>
    <message>
        <source>Let data flow to the &amp;right</source>
        <translation>数据流向右侧(&amp;R)</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>相邻节点</translation>
    </message>
    <message>
        <source>Open &amp;everything inside</source>
        <translation>展开其中全部内容(&amp;E)</translation>
    </message>
    <message>
        <source>Open function {name}</source>
        <translation>打开函数 {name}</translation>
    </message>
    <message>
        <source>Open in place</source>
        <translation>就地展开</translation>
    </message>
    <message>
        <source>Open scope</source>
        <translation>展开作用域</translation>
    </message>
    <message>
        <source>Open {role}: {name}</source>
        <translation>打开 {role}：{name}</translation>
    </message>
    <message>
        <source>Path between the selected</source>
        <translation>所选节点之间的路径</translation>
    </message>
    <message>
        <source>Put &amp;aside</source>
        <translation>移到一旁(&amp;A)</translation>
    </message>
    <message>
        <source>Show as a graph of its own</source>
        <translation>作为独立的图显示</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>重新显示全部</translation>
    </message>
    <message>
        <source>Show the selected as a graph of its own</source>
        <translation>将所选内容作为独立的图显示</translation>
    </message>
    <message>
        <source>What it feeds</source>
        <translation>它提供给哪些节点</translation>
    </message>
    <message>
        <source>What it is computed from</source>
        <translation>它由哪些节点算出</translation>
    </message>
    <message>
        <source>Zoom to selection</source>
        <translation>缩放到所选内容</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>CompareDetail</name>
    <message>
        <source>Comparing {name}</source>
        <translation>正在比较 {name}</translation>
    </message>
    <message>
        <source>Select a changed variable to see its difference.</source>
        <translation>选择一个有变化的变量，查看其差异。</translation>
    </message>
    <message>
        <source>There is no difference to put a number to.</source>
        <translation>没有可以用数字表示的差异。</translation>
    </message>
</context>
<context>
    <name>ComparePanel</name>
    <message>
        <source>Choose another step or another model above, or drop one here, to see what differs.</source>
        <translation>在上方选择另一个步数或另一个模型，或将模型拖到此处，查看有何不同。</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Comparing with {name}</source>
        <translation>正在与 {name} 比较</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>尚未打开任何内容。</translation>
    </message>
    <message>
        <source>Renamed</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Renamed scopes</source>
        <translation>重命名的作用域</translation>
    </message>
    <message>
        <source>Renamed: generator/*=g/*</source>
        <translation>重命名：generator/*=g/*</translation>
    </message>
    <message>
        <source>Scopes that were renamed, as pattern=replacement; several with spaces between.
* stands for anything; after re: it is a regular expression.</source>
        <translation>已重命名的作用域，写作“模式=替换”；多条之间用空格分隔。
* 代表任意内容；以 re: 开头则为正则表达式。</translation>
    </message>
    <message>
        <source>There is no difference.</source>
        <translation>没有差异。</translation>
    </message>
    <message>
        <source>all steps, as a plot</source>
        <translation>全部步数（曲线图）</translation>
    </message>
    <message>
        <source>another file…</source>
        <translation>其他文件…</translation>
    </message>
    <message>
        <source>another folder…</source>
        <translation>其他文件夹…</translation>
    </message>
    <message>
        <source>choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>{count} differ</source>
        <translation>{count} 个不同</translation>
    </message>
    <message>
        <source>{count} the same</source>
        <translation>{count} 个相同</translation>
    </message>
    <message>
        <source>{removed} removed, {added} added</source>
        <translation>移除 {removed} 个，新增 {added} 个</translation>
    </message>
</context>
<context>
    <name>CompareSeries</name>
    <message>
        <source>L2 norm of {name}</source>
        <translation>{name} 的 L2 范数</translation>
    </message>
    <message>
        <source>Mean of {name}</source>
        <translation>{name} 的均值</translation>
    </message>
    <message>
        <source>Reading {name} at every step</source>
        <translation>正在读取 {name} 在各步的值</translation>
    </message>
    <message>
        <source>Select a variable to see it over the steps.</source>
        <translation>选择一个变量，查看它随步数的变化。</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
</context>
<context>
    <name>DestinationField</name>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>约 {size}</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>位于 {folder}</translation>
    </message>
    <message>
        <source>replaces the one there</source>
        <translation>将替换已有文件</translation>
    </message>
</context>
<context>
    <name>DeviceChooser</name>
    <message>
        <source>&amp;How to change that</source>
        <translation>如何解决(&amp;H)</translation>
    </message>
    <message>
        <source>Address of a TensorFlow server</source>
        <translation>TensorFlow 服务器的地址</translation>
    </message>
    <message>
        <source>Address of a TensorFlow server, then Enter</source>
        <translation>TensorFlow 服务器的地址，输入后按回车</translation>
    </message>
    <message>
        <source>Asking TensorFlow…</source>
        <translation>正在询问 TensorFlow…</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Device: {name}</source>
        <translation>设备：{name}</translation>
    </message>
    <message>
        <source>Looking for devices…</source>
        <translation>正在查找设备…</translation>
    </message>
    <message>
        <source>On a TensorFlow server…</source>
        <translation>在 TensorFlow 服务器上…</translation>
    </message>
    <message>
        <source>Try a&amp;gain</source>
        <translation>重试(&amp;G)</translation>
    </message>
    <message>
        <source>Type the server's address, then press Enter: its devices are listed here.</source>
        <translation>输入服务器地址后按回车：其设备会列在此处。</translation>
    </message>
    <message>
        <source>Where a TensorFlow session runs. Automatic freezes straight from the files, without a session.</source>
        <translation>TensorFlow 会话在哪里运行。“自动”直接从文件冻结，不使用会话。</translation>
    </message>
    <message>
        <source>{device} ({description}), in a TensorFlow session</source>
        <translation>{device}（{description}），在 TensorFlow 会话中</translation>
    </message>
    <message>
        <source>{device} is not available.</source>
        <translation>{device} 不可用。</translation>
    </message>
    <message>
        <source>{device} is not available: {reason}.</source>
        <translation>{device} 不可用：{reason}。</translation>
    </message>
    <message>
        <source>{device}, in a TensorFlow session</source>
        <translation>{device}，在 TensorFlow 会话中</translation>
    </message>
    <message>
        <source>{device}, not available</source>
        <translation>{device}，不可用</translation>
    </message>
</context>
<context>
    <name>DeviceField</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>CPU:0, GPU:0, or a TensorFlow server: grpc://host:2222/CPU:0</source>
        <translation>CPU:0、GPU:0，或 TensorFlow 服务器：grpc://host:2222/CPU:0</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>Finding devices</source>
        <translation>正在查找设备</translation>
    </message>
    <message>
        <source>Finding the devices of {server}</source>
        <translation>正在查找 {server} 的设备</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>正在打开 {name}</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to choose what to open</source>
        <translation>松开以选择要打开的内容</translation>
    </message>
    <message>
        <source>Drop to open</source>
        <translation>松开以打开</translation>
    </message>
</context>
<context>
    <name>ErrorPage</name>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>O&amp;pen another file…</source>
        <translation>打开其他文件(&amp;P)…</translation>
    </message>
    <message>
        <source>Open f&amp;older…</source>
        <translation>打开文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>未能完成</translation>
    </message>
    <message>
        <source>{name} can't be opened</source>
        <translation>无法打开 {name}</translation>
    </message>
</context>
<context>
    <name>ExportBatch</name>
    <message>
        <source>All {count} can be exported.</source>
        <translation>全部 {count} 个都可以导出。</translation>
    </message>
    <message>
        <source>Each model gives its own outputs: its signature's, else the likeliest one.</source>
        <translation>每个模型使用各自的输出：签名的输出，否则为最可能的一个。</translation>
    </message>
    <message>
        <source>Keras loads it when its turn comes</source>
        <translation>轮到时由 Keras 加载</translation>
    </message>
    <message>
        <source>None of them can be exported.</source>
        <translation>全都无法导出。</translation>
    </message>
    <message>
        <source>None of them can be looked at before its turn comes.</source>
        <translation>都要轮到时才能查看。</translation>
    </message>
    <message>
        <source>One more is looked at when its turn comes.</source>
        <translation>另有 1 个将在轮到时再检查。</translation>
    </message>
    <message>
        <source>{count} more are looked at when their turn comes.</source>
        <translation>另有 {count} 个将在轮到时再检查。</translation>
    </message>
    <message>
        <source>{name}, {count} to know</source>
        <translation>{name}，{count} 条注意事项</translation>
    </message>
    <message>
        <source>{refused} of {count} can't be exported; the others can.</source>
        <translation>{count} 个中有 {refused} 个无法导出；其余可以。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;More options ▴</source>
        <translation>更多选项(&amp;M) ▴</translation>
    </message>
    <message>
        <source>&amp;More options ▾</source>
        <translation>更多选项(&amp;M) ▾</translation>
    </message>
    <message>
        <source>&amp;Open here</source>
        <translation>在此打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>在文件夹中显示(&amp;S)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy &amp;report</source>
        <translation>复制报告(&amp;R)</translation>
    </message>
    <message>
        <source>Drop to export these too</source>
        <translation>松开以一并导出</translation>
    </message>
    <message>
        <source>Export &amp;more…</source>
        <translation>继续导出(&amp;M)…</translation>
    </message>
    <message>
        <source>Export these too</source>
        <translation>一并导出</translation>
    </message>
    <message>
        <source>Export {name}</source>
        <translation>导出 {name}</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>已导出</translation>
    </message>
    <message>
        <source>Exporting {count} models</source>
        <translation>正在导出 {count} 个模型</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>正在导出 {name}</translation>
    </message>
    <message>
        <source>If it stops now, nothing is written.</source>
        <translation>如果现在停止，不会写入任何内容。</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>没有写入任何内容。</translation>
    </message>
    <message>
        <source>Stop exporting?</source>
        <translation>停止导出？</translation>
    </message>
    <message>
        <source>The export is still running.</source>
        <translation>导出仍在进行。</translation>
    </message>
    <message>
        <source>The models could not be exported</source>
        <translation>无法导出这些模型</translation>
    </message>
    <message>
        <source>This model can't be exported to any format.</source>
        <translation>此模型无法导出为任何格式。</translation>
    </message>
    <message>
        <source>What is complete by now stays; nothing half-written is left.</source>
        <translation>已完成的会保留；不会留下写到一半的内容。</translation>
    </message>
    <message>
        <source>{name} could not be exported</source>
        <translation>{name} 无法导出</translation>
    </message>
    <message>
        <source>{name} is exported</source>
        <translation>{name} 已导出</translation>
    </message>
</context>
<context>
    <name>ExportDrawingDialog</name>
    <message>
        <source>&amp;Colours</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Scale</source>
        <translation>缩放比例(&amp;S)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Export drawing</source>
        <translation>导出图形</translation>
    </message>
    <message>
        <source>Exporting the drawing</source>
        <translation>正在导出图形</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>PDF: sharp at any size, for documents</source>
        <translation>PDF：任意大小都清晰，适合文档</translation>
    </message>
    <message>
        <source>PNG: pixels</source>
        <translation>PNG：像素图</translation>
    </message>
    <message>
        <source>SVG: sharp at any size, for the web and for editing</source>
        <translation>SVG：任意大小都清晰，适合网页和编辑</translation>
    </message>
    <message>
        <source>The drawing is in {name}.</source>
        <translation>图形已写入 {name}。</translation>
    </message>
    <message>
        <source>What is open on the canvas is drawn, all of it.</source>
        <translation>导出画布上展开的全部内容。</translation>
    </message>
    <message>
        <source>{width} × {height} pixels.</source>
        <translation>{width} × {height} 像素。</translation>
    </message>
    <message>
        <source>{width} × {height} points.</source>
        <translation>{width} × {height} 点。</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Outputs</source>
        <translation>输出(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Run original and result on the same input and compare</source>
        <translation>用相同的输入运行原模型和结果并比较(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save as</source>
        <translation>另存为(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Save into</source>
        <translation>保存到(&amp;S)</translation>
    </message>
    <message>
        <source>As shown</source>
        <translation>如画布所示</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Before it runs</source>
        <translation>运行之前</translation>
    </message>
    <message>
        <source>C&amp;ut the graph at</source>
        <translation>在此处截断图(&amp;U)</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Choose at least one output: what the result is to compute.</source>
        <translation>请至少选择一个输出：结果要计算什么。</translation>
    </message>
    <message>
        <source>Choose the server's device, or another one.</source>
        <translation>请选择服务器的设备，或其他设备。</translation>
    </message>
    <message>
        <source>E&amp;xport what the canvas shows…</source>
        <translation>导出画布所显示的内容(&amp;X)…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export into</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Keep it even if &amp;wrong</source>
        <translation>结果有误也保留(&amp;W)</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>Moving avera&amp;ges</source>
        <translation>滑动平均(&amp;G)</translation>
    </message>
    <message>
        <source>Nothing stands in the way.</source>
        <translation>没有妨碍导出的问题。</translation>
    </message>
    <message>
        <source>O&amp;p libraries</source>
        <translation>算子库(&amp;P)</translation>
    </message>
    <message>
        <source>Overwrite e&amp;xisting results</source>
        <translation>覆盖已有的结果(&amp;X)</translation>
    </message>
    <message>
        <source>S&amp;ignature</source>
        <translation>签名(&amp;I)</translation>
    </message>
    <message>
        <source>Sour&amp;ce</source>
        <translation>来源(&amp;C)</translation>
    </message>
    <message>
        <source>Time &amp;limit</source>
        <translation>时间限制(&amp;L)</translation>
    </message>
    <message>
        <source>What is exported on the CPU is the same: it runs on a GPU as well.</source>
        <translation>在 CPU 上导出的结果是一样的，同样可以在 GPU 上运行。</translation>
    </message>
</context>
<context>
    <name>ExportMore</name>
    <message>
        <source>C&amp;ut the graph at</source>
        <translation>在此处截断图(&amp;U)</translation>
    </message>
    <message>
        <source>Keep it even if &amp;wrong</source>
        <translation>结果有误也保留(&amp;W)</translation>
    </message>
    <message>
        <source>Moving a&amp;verages</source>
        <translation>滑动平均(&amp;V)</translation>
    </message>
    <message>
        <source>O&amp;p libraries</source>
        <translation>算子库(&amp;P)</translation>
    </message>
    <message>
        <source>Time &amp;limit</source>
        <translation>时间限制(&amp;L)</translation>
    </message>
    <message>
        <source>Use the ExponentialMovingAverage of each variable that has one.</source>
        <translation>变量若有 ExponentialMovingAverage，则使用它。</translation>
    </message>
    <message>
        <source>Write the result also when a check of it fails.</source>
        <translation>即使某项检查未通过也写入结果。</translation>
    </message>
</context>
<context>
    <name>ExportReport</name>
    <message>
        <source>A check of the result failed. It was kept because you asked for that.</source>
        <translation>结果的某项检查未通过。按您的要求仍予保留。</translation>
    </message>
    <message>
        <source>All that was checked of the result is right.</source>
        <translation>对结果所做的检查全部通过。</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>完成。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Not all.</source>
        <translation>未全部完成。</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Ran on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Something could not be checked; the reason is below.</source>
        <translation>有些内容无法检查，原因见下。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Written and checked.</source>
        <translation>已写入并通过检查。</translation>
    </message>
    <message>
        <source>Written, not fully checked.</source>
        <translation>已写入，未能全部检查。</translation>
    </message>
    <message>
        <source>Written.</source>
        <translation>已写入。</translation>
    </message>
    <message>
        <source>Wrong.</source>
        <translation>结果有误。</translation>
    </message>
    <message>
        <source>could not be checked</source>
        <translation>无法检查</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>{device} (1 op)</source>
        <translation>{device}（1 个算子）</translation>
    </message>
    <message>
        <source>{device} ({count} of {total} ops)</source>
        <translation>{device}（{total} 个算子中的 {count} 个）</translation>
    </message>
    <message>
        <source>{name}, {count} bytes</source>
        <translation>{name}，{count} 字节</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{written} of {count} were exported.</source>
        <translation>{count} 个中已导出 {written} 个。</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>……还有 {count} 项</translation>
    </message>
</context>
<context>
    <name>ExportReportPage</name>
    <message>
        <source>Checked</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>The same from a &amp;terminal</source>
        <translation>在终端中执行相同操作(&amp;T)</translation>
    </message>
    <message>
        <source>What was changed or left out</source>
        <translation>有改动或未包含的内容</translation>
    </message>
</context>
<context>
    <name>ExportStates</name>
    <message>
        <source>being exported</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>not possible</source>
        <translation>无法导出</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>written, not fully checked</source>
        <translation>已写入，未能全部检查</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>有误</translation>
    </message>
</context>
<context>
    <name>ExportValuesDialog</name>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Replace the file that is there</source>
        <translation>替换已有文件(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save as</source>
        <translation>另存为(&amp;S)</translation>
    </message>
    <message>
        <source>Export into</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Export values</source>
        <translation>导出数值</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>HDF5 (.h5)</source>
        <translation>HDF5 (.h5)</translation>
    </message>
    <message>
        <source>Left out: {names} ({reason}).</source>
        <translation>未导出：{names}（{reason}）。</translation>
    </message>
    <message>
        <source>NumPy (.npy)</source>
        <translation>NumPy (.npy)</translation>
    </message>
    <message>
        <source>NumPy archive (.npz)</source>
        <translation>NumPy 归档 (.npz)</translation>
    </message>
    <message>
        <source>NumPy: a folder with one .npy for each variable</source>
        <translation>NumPy：文件夹，每个变量一个 .npy</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>在文件夹中显示(&amp;F)</translation>
    </message>
    <message>
        <source>Text: CSV (.csv)</source>
        <translation>文本：CSV (.csv)</translation>
    </message>
    <message>
        <source>Text: a folder with one .csv for each variable</source>
        <translation>文本：文件夹，每个变量一个 .csv</translation>
    </message>
    <message>
        <source>Written: one variable, {size}, as {name}.</source>
        <translation>已写入：1 个变量，{size}，文件名 {name}。</translation>
    </message>
    <message>
        <source>Written: {count} variables, {size}, as {name}.</source>
        <translation>已写入：{count} 个变量，{size}，文件名 {name}。</translation>
    </message>
    <message>
        <source>safetensors (.safetensors)</source>
        <translation>safetensors (.safetensors)</translation>
    </message>
    <message>
        <source>{count} variables</source>
        <translation>{count} 个变量</translation>
    </message>
    <message>
        <source>{old} is written as {new}, which holds it exactly.</source>
        <translation>{old} 将写为 {new}，数值完全不变。</translation>
    </message>
</context>
<context>
    <name>FeedRow</name>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>E&amp;xamples</source>
        <translation>示例(&amp;X)</translation>
    </message>
    <message>
        <source>Fil&amp;e…</source>
        <translation>文件(&amp;E)…</translation>
    </message>
    <message>
        <source>Pictures and arrays</source>
        <translation>图片和数组</translation>
    </message>
    <message>
        <source>Pictures beside the model</source>
        <translation>模型旁边的图片</translation>
    </message>
    <message>
        <source>Values for {name}</source>
        <translation>{name} 的值</translation>
    </message>
    <message>
        <source>a number, [[1, 2]], random</source>
        <translation>数字、[[1, 2]]、random</translation>
    </message>
    <message>
        <source>a number, [[1, 2]], random, or drop a file here</source>
        <translation>数字、[[1, 2]]、random，或将文件拖到此处</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>FilesPanel</name>
    <message>
        <source>1 file</source>
        <translation>1 个文件</translation>
    </message>
    <message>
        <source>1 file of another step</source>
        <translation>其他步数的 1 个文件</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>没有打开任何文件。</translation>
    </message>
    <message>
        <source>Problems · {count}</source>
        <translation>问题 · {count}</translation>
    </message>
    <message>
        <source>Show all {count}</source>
        <translation>显示全部 {count} 项</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>listed under Steps</source>
        <translation>列于“步数”下</translation>
    </message>
    <message>
        <source>only one in this folder</source>
        <translation>此文件夹中仅此一个</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>step {step} · opened</source>
        <translation>第 {step} 步 · 已打开</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>{count} 个文件</translation>
    </message>
    <message>
        <source>{count} files of other steps</source>
        <translation>其他步数的 {count} 个文件</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>1 value, {size}</source>
        <translation>1 个值，{size}</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter: name, dtype:float32, size:&gt;1K</source>
        <translation>筛选：名称、dtype:float32、size:&gt;1K</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Part of a name, or a pattern with * and ?
dtype:float32   group:model   shape:3x3x*
size:&gt;1M   elements:&lt;=100   -word: without</source>
        <translation>名称的一部分，或含 * 和 ? 的模式
dtype:float32   group:model   shape:3x3x*
size:&gt;1M   elements:&lt;=100   -词：不含该词</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>已选 {count} 个</translation>
    </message>
    <message>
        <source>{count} values, {size}</source>
        <translation>{count} 个值，{size}</translation>
    </message>
    <message>
        <source>{rows} of {total}</source>
        <translation>{total} 项中的 {rows} 项</translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>Looking at what will be needed…</source>
        <translation>正在查看需要哪些内容…</translation>
    </message>
</context>
<context>
    <name>FreezeDialog</name>
    <message>
        <source>&amp;Freeze</source>
        <translation>冻结(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;More options ▴</source>
        <translation>更多选项(&amp;M) ▴</translation>
    </message>
    <message>
        <source>&amp;More options ▾</source>
        <translation>更多选项(&amp;M) ▾</translation>
    </message>
    <message>
        <source>&amp;Open the frozen graph</source>
        <translation>打开冻结图(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>在文件夹中显示(&amp;S)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose at least one output: what the frozen graph is to compute.</source>
        <translation>请至少选择一个输出，即冻结图要计算的内容。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy &amp;report</source>
        <translation>复制报告(&amp;R)</translation>
    </message>
    <message>
        <source>Freeze {name} to a .pb</source>
        <translation>将 {name} 冻结为 .pb</translation>
    </message>
    <message>
        <source>Freezing {name}</source>
        <translation>正在冻结 {name}</translation>
    </message>
    <message>
        <source>If it stops now, no file is written.</source>
        <translation>如果现在停止，不会写出任何文件。</translation>
    </message>
    <message>
        <source>No file was written.</source>
        <translation>没有写出任何文件。</translation>
    </message>
    <message>
        <source>Run &amp;it…</source>
        <translation>运行(&amp;I)…</translation>
    </message>
    <message>
        <source>Stop freezing?</source>
        <translation>停止冻结？</translation>
    </message>
    <message>
        <source>The freeze is still running.</source>
        <translation>冻结仍在进行。</translation>
    </message>
    <message>
        <source>{name} could not be frozen</source>
        <translation>无法冻结 {name}</translation>
    </message>
    <message>
        <source>{name} is frozen</source>
        <translation>{name} 已冻结</translation>
    </message>
</context>
<context>
    <name>FreezeForm</name>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Outputs</source>
        <translation>输出(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Run original and frozen graph on the same input and compare</source>
        <translation>用相同的输入运行原图和冻结图并比较(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save as</source>
        <translation>另存为(&amp;S)</translation>
    </message>
    <message>
        <source>A graph that is frozen on the CPU is the same graph: it runs on a GPU as well.</source>
        <translation>在 CPU 上冻结得到的是同一个图，同样可以在 GPU 上运行。</translation>
    </message>
    <message>
        <source>Automatic, direct from the files</source>
        <translation>自动，直接从文件读取</translation>
    </message>
    <message>
        <source>Before it runs</source>
        <translation>运行之前</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Frozen graphs</source>
        <translation>冻结图</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation>步数(&amp;T)</translation>
    </message>
    <message>
        <source>Save the frozen graph</source>
        <translation>保存冻结图</translation>
    </message>
</context>
<context>
    <name>FreezeReport</name>
    <message>
        <source>Checked with</source>
        <translation>检查所用输入</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Names in the graph</source>
        <translation>图中的名称</translation>
    </message>
    <message>
        <source>Not checked.</source>
        <translation>未检查。</translation>
    </message>
    <message>
        <source>Not proven.</source>
        <translation>未能验证。</translation>
    </message>
    <message>
        <source>On {device} the frozen graph does not give what the original gives. It was kept because you asked.</source>
        <translation>在 {device} 上，冻结图与原图的结果不一致。按您的要求保留了该文件。</translation>
    </message>
    <message>
        <source>On {device} the frozen graph gives what the original gives, for the same input.</source>
        <translation>在 {device} 上，输入相同时，冻结图与原图的结果一致。</translation>
    </message>
    <message>
        <source>Ops</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Proven.</source>
        <translation>验证通过。</translation>
    </message>
    <message>
        <source>Ran on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>The frozen graph was written; nobody asked for a check.</source>
        <translation>冻结图已写出；没有要求检查。</translation>
    </message>
    <message>
        <source>The two graphs could not be compared.</source>
        <translation>无法比较这两个图。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Variables made constant</source>
        <translation>变为常量的变量</translation>
    </message>
    <message>
        <source>Wrong.</source>
        <translation>结果有误。</translation>
    </message>
    <message>
        <source>check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>convert</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>相等</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>未比较</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>规划</translation>
    </message>
    <message>
        <source>read straight from the files</source>
        <translation>直接从文件读取</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>restored in a TensorFlow session</source>
        <translation>在 TensorFlow 会话中恢复</translation>
    </message>
    <message>
        <source>start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>{device} (1 op)</source>
        <translation>{device}（1 个算子）</translation>
    </message>
    <message>
        <source>{device} ({count} of {total} ops)</source>
        <translation>{device}（{total} 个算子中的 {count} 个）</translation>
    </message>
    <message>
        <source>{name}, {count} bytes</source>
        <translation>{name}，{count} 字节</translation>
    </message>
    <message>
        <source>{stage} {seconds} s</source>
        <translation>{stage} {seconds} 秒</translation>
    </message>
    <message>
        <source>{value}, random</source>
        <translation>{value}，随机</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>……还有 {count} 项</translation>
    </message>
</context>
<context>
    <name>GraphCanvas</name>
    <message>
        <source>A checkpoint of TensorFlow 2 holds no graph. The variables and their values are listed below; the graph is in the SavedModel that the same model was exported to, if it was.</source>
        <translation>TensorFlow 2 的检查点不含图。变量及其数值列在下方；如果同一模型导出过 SavedModel，图就在其中。</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Graph. Arrow keys walk along the edges, Enter opens or closes a name scope, + and − zoom, F shows all.</source>
        <translation>图。方向键沿边移动，Enter 展开或收起名称作用域，+ 和 − 缩放，F 显示全部。</translation>
    </message>
    <message>
        <source>No graph here</source>
        <translation>这里没有图</translation>
    </message>
    <message>
        <source>No graph here, but one variable</source>
        <translation>这里没有图，但有一个变量</translation>
    </message>
    <message>
        <source>No graph here, but {count} variables</source>
        <translation>这里没有图，但有 {count} 个变量</translation>
    </message>
    <message>
        <source>No path along the edges leads from one to the other.</source>
        <translation>两者之间没有沿边的路径。</translation>
    </message>
    <message>
        <source>Press F to draw the graph after all. Its files and values are open.</source>
        <translation>按 F 仍可绘制该图。它的文件和数值已打开。</translation>
    </message>
    <message>
        <source>Select two boxes first: click one, then the other with Ctrl held down.</source>
        <translation>请先选择两个方框：单击一个，再按住 Ctrl 单击另一个。</translation>
    </message>
    <message>
        <source>The file holds a graph without a single op.</source>
        <translation>文件中的图没有任何算子。</translation>
    </message>
    <message>
        <source>The files that were opened hold no graph. The list at the left says what each of them is.</source>
        <translation>打开的文件中没有图。左侧列表说明了每个文件是什么。</translation>
    </message>
    <message>
        <source>The graph could not be drawn</source>
        <translation>无法绘制该图</translation>
    </message>
    <message>
        <source>The graph is empty</source>
        <translation>图是空的</translation>
    </message>
    <message>
        <source>The graph is too large to open everything at once.</source>
        <translation>图太大，无法一次全部展开。</translation>
    </message>
    <message>
        <source>The graph of a checkpoint is in its .meta file, and that is not in this folder. The variables and their values are listed below. With the .meta file beside the others the graph appears here.</source>
        <translation>检查点的图在 .meta 文件中，而此文件夹里没有该文件。变量及其数值列在下方。把 .meta 文件与其他文件放在一起，图就会显示在这里。</translation>
    </message>
    <message>
        <source>The layout was cancelled</source>
        <translation>布局已取消</translation>
    </message>
    <message>
        <source>{count} boxes</source>
        <translation>{count} 个方框</translation>
    </message>
    <message>
        <source>{number} of {count} found: {name}</source>
        <translation>找到 {count} 个，第 {number} 个：{name}</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>1 op</source>
        <translation>1 个算子</translation>
    </message>
    <message>
        <source>1 parameter</source>
        <translation>1 个参数</translation>
    </message>
    <message>
        <source>Also reads</source>
        <translation>还读取</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Called by</source>
        <translation>调用者</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>边</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>完整名称</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Ops</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Select a node or a variable to see what it is.</source>
        <translation>选择一个节点或变量以查看其内容。</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Show all {count} characters</source>
        <translation>显示全部 {count} 个字符</translation>
    </message>
    <message>
        <source>Stateful</source>
        <translation>有状态</translation>
    </message>
    <message>
        <source>To</source>
        <translation>终点</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>可训练</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 条</translation>
    </message>
    <message>
        <source>carries a reference to a variable</source>
        <translation>传递对变量的引用</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>control</source>
        <translation>控制</translation>
    </message>
    <message>
        <source>control dependency</source>
        <translation>控制依赖</translation>
    </message>
    <message>
        <source>function · {ops}</source>
        <translation>函数 · {ops}</translation>
    </message>
    <message>
        <source>input {number}</source>
        <translation>输入 {number}</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>runs back (a loop)</source>
        <translation>反向（循环）</translation>
    </message>
    <message>
        <source>variable · {group}</source>
        <translation>变量 · {group}</translation>
    </message>
    <message>
        <source>what flows from one op to another</source>
        <translation>从一个算子流向另一个算子的内容</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>{count} edges</source>
        <translation>{count} 条边</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>还有 {count} 项</translation>
    </message>
    <message>
        <source>{count} ops</source>
        <translation>{count} 个算子</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
</context>
<context>
    <name>JobDialog</name>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>替换(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>It stays as it is until the new one is complete and checked; then it is replaced.</source>
        <translation>在新文件写完并通过检查之前，原文件保持不变；之后才会被替换。</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>替换文件？</translation>
    </message>
    <message>
        <source>Replace the folder?</source>
        <translation>替换文件夹？</translation>
    </message>
    <message>
        <source>{name} is there already.</source>
        <translation>{name} 已存在。</translation>
    </message>
</context>
<context>
    <name>Layouts</name>
    <message>
        <source>Laying out the graph</source>
        <translation>正在为图布局</translation>
    </message>
</context>
<context>
    <name>LibrariesField</name>
    <message>
        <source>&amp;Add…</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>Custom ops (.so), if the graph needs them</source>
        <translation>自定义算子库（.so），仅在图需要时填写</translation>
    </message>
    <message>
        <source>Libraries (*.so *.dylib *.dll);;All files (*)</source>
        <translation>库文件 (*.so *.dylib *.dll);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Libraries with custom ops</source>
        <translation>自定义算子库</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Data</source>
        <translation>数据(&amp;D)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Constants</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Fi&amp;les</source>
        <translation>文件(&amp;L)</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>I&amp;nspector</source>
        <translation>检查器(&amp;N)</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Minimap</name>
    <message>
        <source>Drag to move what is seen</source>
        <translation>拖动以移动可见区域</translation>
    </message>
    <message>
        <source>Overview of the graph</source>
        <translation>图的缩略图</translation>
    </message>
</context>
<context>
    <name>ModelChooser</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Which model?</source>
        <translation>哪个模型？</translation>
    </message>
    <message>
        <source>{count} models are here. Which one is to be opened?</source>
        <translation>这里有 {count} 个模型。要打开哪一个？</translation>
    </message>
</context>
<context>
    <name>MoreOptions</name>
    <message>
        <source>&amp;Keep devices</source>
        <translation>保留设备(&amp;K)</translation>
    </message>
    <message>
        <source>An op that can't run on the device is an error.</source>
        <translation>算子无法在所选设备上运行时报错。</translation>
    </message>
    <message>
        <source>C&amp;ut the graph at</source>
        <translation>在此处截断图(&amp;U)</translation>
    </message>
    <message>
        <source>Exactl&amp;y as TensorFlow does</source>
        <translation>与 TensorFlow 完全一致(&amp;Y)</translation>
    </message>
    <message>
        <source>I&amp;nline functions</source>
        <translation>内联函数(&amp;N)</translation>
    </message>
    <message>
        <source>Keep it even if &amp;wrong</source>
        <translation>结果有误也保留(&amp;W)</translation>
    </message>
    <message>
        <source>Leave each node's device as it is in the file.</source>
        <translation>保留文件中每个节点的设备。</translation>
    </message>
    <message>
        <source>Moving a&amp;verages</source>
        <translation>滑动平均(&amp;V)</translation>
    </message>
    <message>
        <source>O&amp;p libraries</source>
        <translation>算子库(&amp;P)</translation>
    </message>
    <message>
        <source>Replace each function call by its body.</source>
        <translation>将每个函数调用替换为函数体。</translation>
    </message>
    <message>
        <source>S&amp;ignature</source>
        <translation>签名(&amp;I)</translation>
    </message>
    <message>
        <source>Strict pla&amp;cement</source>
        <translation>严格放置(&amp;C)</translation>
    </message>
    <message>
        <source>Time &amp;limit</source>
        <translation>时间限制(&amp;L)</translation>
    </message>
    <message>
        <source>Use the ExponentialMovingAverage of each variable that has one.</source>
        <translation>变量若有 ExponentialMovingAverage，则使用它。</translation>
    </message>
    <message>
        <source>Without repairs, even if the result can't be loaded.</source>
        <translation>不作修复，即使结果无法加载。</translation>
    </message>
    <message>
        <source>Write the file also when the comparison fails.</source>
        <translation>比较未通过时也写出文件。</translation>
    </message>
</context>
<context>
    <name>NamesField</name>
    <message>
        <source>Names of nodes, separated by commas</source>
        <translation>节点名称，以逗号分隔</translation>
    </message>
</context>
<context>
    <name>OpeningPage</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
</context>
<context>
    <name>OptionFields</name>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>“{option}” is a number from {least} to {most}.</source>
        <translation>“{option}”是 {least} 到 {most} 之间的数。</translation>
    </message>
</context>
<context>
    <name>OutputsPicker</name>
    <message>
        <source>Find another node…</source>
        <translation>查找其他节点…</translation>
    </message>
    <message>
        <source>Looking for outputs…</source>
        <translation>正在查找输出…</translation>
    </message>
    <message>
        <source>No node is called {name}.</source>
        <translation>没有名为 {name} 的节点。</translation>
    </message>
    <message>
        <source>No node of this graph looks like an output. Find the one that you need by name.</source>
        <translation>此图中没有看起来像输出的节点。请按名称查找您需要的节点。</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Perhaps {names}?</source>
        <translation>是否是 {names}？</translation>
    </message>
</context>
<context>
    <name>PanelDock</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Detach</source>
        <translation>分离</translation>
    </message>
</context>
<context>
    <name>PictureForm</name>
    <message>
        <source>Colour: automatic</source>
        <translation>颜色：自动</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反色</translation>
    </message>
    <message>
        <source>Layout: automatic</source>
        <translation>布局：自动</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Mean, deviation</source>
        <translation>均值、标准差</translation>
    </message>
    <message>
        <source>Scale: automatic</source>
        <translation>缩放：自动</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>White becomes black: for a model that knows paper as 0</source>
        <translation>白变黑：用于以 0 表示纸面的模型</translation>
    </message>
    <message>
        <source>{name} of red, green and blue, between 0 and 1: one figure, or three with commas between</source>
        <translation>红、绿、蓝的{name}，介于 0 和 1 之间：一个数，或以逗号分隔的三个数</translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>&amp;Copy picture</source>
        <translation>复制图片(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Save picture…</source>
        <translation>保存图片(&amp;S)…</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>图片 (*.png *.svg)</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>{path}: {reason}.</source>
        <translation>{path}：{reason}。</translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>No problems.</source>
        <translation>没有问题。</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>没有打开任何文件。</translation>
    </message>
    <message>
        <source>Reads every value and compares its checksum, and says what the ops of the graph could do if they
were run: read or write files, run Python, talk to other machines. Nothing is run.</source>
        <translation>读取每个值并比对校验和，并说明图中的算子若被运行
会做什么：读写文件、运行 Python、与其他机器通信。不会运行任何内容。</translation>
    </message>
    <message>
        <source>S&amp;can the model</source>
        <translation>扫描模型(&amp;C)</translation>
    </message>
    <message>
        <source>Scanned. Checksums compared: {checked} · read, without a checksum: {without} · ops: {ops}</source>
        <translation>已扫描。已比对校验和：{checked} · 无校验和、仅读取：{without} · 算子：{ops}</translation>
    </message>
    <message>
        <source>Scanning {name}</source>
        <translation>正在扫描 {name}</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>……还有 {count} 项</translation>
    </message>
</context>
<context>
    <name>ProgressPage</name>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>Largest difference</source>
        <translation>最大差值</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>The same from a &amp;terminal</source>
        <translation>在终端中执行相同操作(&amp;T)</translation>
    </message>
    <message>
        <source>Use it from &amp;Python</source>
        <translation>在 Python 中使用(&amp;P)</translation>
    </message>
    <message>
        <source>What you should know</source>
        <translation>需要了解的事项</translation>
    </message>
</context>
<context>
    <name>RunForm</name>
    <message>
        <source>&amp;Labels…</source>
        <translation>标签(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Op library…</source>
        <translation>算子库(&amp;O)…</translation>
    </message>
    <message>
        <source>A file with the names of the classes, one per line</source>
        <translation>含类别名称的文件，每行一个</translation>
    </message>
    <message>
        <source>A library (.so) with the ops that are not part of TensorFlow</source>
        <translation>含有 TensorFlow 所没有的算子的库（.so）</translation>
    </message>
    <message>
        <source>Feed another tensor: its name, then Enter</source>
        <translation>馈送另一个张量：输入名称后按回车</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Libraries with custom ops</source>
        <translation>自定义算子库</translation>
    </message>
    <message>
        <source>Names of ops or tensors</source>
        <translation>算子或张量的名称</translation>
    </message>
    <message>
        <source>Names of the classes, one per line</source>
        <translation>类别名称，每行一个</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>More than one: the median and the spread of their times, after one to warm up</source>
        <translation>多于一次时：预热一次后，给出各次耗时的中位数和离散程度</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run it</source>
        <translation>仍然运行</translation>
    </message>
    <message>
        <source>Running {name}</source>
        <translation>正在运行 {name}</translation>
    </message>
    <message>
        <source>This graph does more than compute. Run it all the same?</source>
        <translation>此图不只是计算。仍要运行吗？</translation>
    </message>
    <message>
        <source>at most </source>
        <translation>最多 </translation>
    </message>
    <message>
        <source>runs: </source>
        <translation>次数：</translation>
    </message>
</context>
<context>
    <name>RunResults</name>
    <message>
        <source>1 op on {device}</source>
        <translation>1 个算子位于 {device}</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Compare with {run} ({same})</source>
        <translation>与 {run} 比较（{same}）</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Give the inputs their values and press Run: what comes out is shown here.</source>
        <translation>为输入填上值并按“运行”：结果显示在这里。</translation>
    </message>
    <message>
        <source>Likeliest classes</source>
        <translation>最可能的类别</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>不比较</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Show as</source>
        <translation>显示为</translation>
    </message>
    <message>
        <source>The two runs have no output in common.</source>
        <translation>这两次运行没有共同的输出。</translation>
    </message>
    <message>
        <source>Time by op type</source>
        <translation>按算子类型的耗时</translation>
    </message>
    <message>
        <source>Time by scope</source>
        <translation>按作用域的耗时</translation>
    </message>
    <message>
        <source>Time of each op</source>
        <translation>各算子的耗时</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>an operation without a value</source>
        <translation>没有值的算子</translation>
    </message>
    <message>
        <source>median of {count} runs, spread {spread} ms</source>
        <translation>{count} 次运行的中位数，离散 {spread} ms</translation>
    </message>
    <message>
        <source>other input</source>
        <translation>输入不同</translation>
    </message>
    <message>
        <source>run {number}</source>
        <translation>第 {number} 次运行</translation>
    </message>
    <message>
        <source>same input</source>
        <translation>输入相同</translation>
    </message>
    <message>
        <source>{count} ops on {device}</source>
        <translation>{count} 个算子位于 {device}</translation>
    </message>
    <message>
        <source>{name}: differs</source>
        <translation>{name}：不同</translation>
    </message>
    <message>
        <source>{name}: differs by {difference} at most</source>
        <translation>{name}：最多相差 {difference}</translation>
    </message>
    <message>
        <source>{name}: equal, bit for bit</source>
        <translation>{name}：逐位相同</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
</context>
<context>
    <name>SaveMenu</name>
    <message>
        <source>&amp;All outputs as .npz…</source>
        <translation>全部输出存为 .npz(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Copy values</source>
        <translation>复制数值(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Times as a trace for Perfetto…</source>
        <translation>耗时存为 Perfetto 跟踪文件(&amp;T)…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>This output as .c&amp;sv…</source>
        <translation>此输出存为 .csv(&amp;S)…</translation>
    </message>
    <message>
        <source>This output as .np&amp;y…</source>
        <translation>此输出存为 .npy(&amp;Y)…</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>正在写入 {name}</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>1 found</source>
        <translation>找到 1 个</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Part of a name or of an op's type; * and ? stand for anything.</source>
        <translation>名称或算子类型的一部分；* 和 ? 代表任意内容。</translation>
    </message>
    <message>
        <source>Search nodes, ops, attributes</source>
        <translation>搜索节点、算子、属性</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>找到 {count} 个</translation>
    </message>
    <message>
        <source>{shown} of {count} found</source>
        <translation>找到 {count} 个，显示 {shown} 个</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Nothing about you or your models leaves this computer.</source>
        <translation>有关您和您的模型的任何信息都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Text &amp;size</source>
        <translation>文字大小(&amp;S)</translation>
    </message>
</context>
<context>
    <name>SlicePlot</name>
    <message>
        <source>Inf</source>
        <translation>Inf</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
</context>
<context>
    <name>SourcesField</name>
    <message>
        <source>Add &amp;files…</source>
        <translation>添加文件(&amp;F)…</translation>
    </message>
    <message>
        <source>All {count} s&amp;teps</source>
        <translation>全部 {count} 步(&amp;T)</translation>
    </message>
    <message>
        <source>Export several models at once; they can also be dropped here.</source>
        <translation>一次导出多个模型；也可以拖放到这里。</translation>
    </message>
    <message>
        <source>Onl&amp;y {name}</source>
        <translation>仅 {name}(&amp;Y)</translation>
    </message>
    <message>
        <source>Remo&amp;ve</source>
        <translation>移除(&amp;V)</translation>
    </message>
    <message>
        <source>Take the selected rows off the list (Delete)</source>
        <translation>从列表中移除选中的行 (Delete)</translation>
    </message>
</context>
<context>
    <name>SourcesTable</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>1 constant</source>
        <translation>1 个常量</translation>
    </message>
    <message>
        <source>1 op</source>
        <translation>1 个算子</translation>
    </message>
    <message>
        <source>1 parameter</source>
        <translation>1 个参数</translation>
    </message>
    <message>
        <source>1 value</source>
        <translation>1 个值</translation>
    </message>
    <message>
        <source>1 variable</source>
        <translation>1 个变量</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Nothing is open</source>
        <translation>没有打开任何文件</translation>
    </message>
    <message>
        <source>{count} constants</source>
        <translation>{count} 个常量</translation>
    </message>
    <message>
        <source>{count} ops</source>
        <translation>{count} 个算子</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
    <message>
        <source>{count} values</source>
        <translation>{count} 个值</translation>
    </message>
    <message>
        <source>{count} variables</source>
        <translation>{count} 个变量</translation>
    </message>
</context>
<context>
    <name>StepChoice</name>
    <message>
        <source>{step} (the only one)</source>
        <translation>{step}（仅此一个）</translation>
    </message>
</context>
<context>
    <name>TabsDock</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Detach</source>
        <translation>分离</translation>
    </message>
</context>
<context>
    <name>TargetList</name>
    <message>
        <source>A model that runs</source>
        <translation>可运行的模型</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>The graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>The values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>供查看</translation>
    </message>
</context>
<context>
    <name>TimeLimit</name>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
</context>
<context>
    <name>TimesModel</name>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Op</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>作用域</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Freeze…</source>
        <translation>冻结…</translation>
    </message>
    <message>
        <source>Give it an input and see what comes out (Ctrl+R)</source>
        <translation>给出输入，查看输出 (Ctrl+R)</translation>
    </message>
    <message>
        <source>Make one .pb of the graph and its values (Ctrl+E)</source>
        <translation>将图及其数值合成一个 .pb（Ctrl+E）</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>运行…</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Write it in another format: model, graph, values or drawing (Ctrl+S)</source>
        <translation>写成其他格式：模型、图、数值或图样 (Ctrl+S)</translation>
    </message>
</context>
<context>
    <name>ValuesBar</name>
    <message>
        <source>Format of the numbers</source>
        <translation>数字格式</translation>
    </message>
    <message>
        <source>Show as</source>
        <translation>显示为</translation>
    </message>
    <message>
        <source>axis {axis} ({size})</source>
        <translation>第 {axis} 轴（{size}）</translation>
    </message>
    <message>
        <source>columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>from row</source>
        <translation>起始行</translation>
    </message>
    <message>
        <source>hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>kernel tiles</source>
        <translation>卷积核平铺</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>row strips</source>
        <translation>行条带</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>scientific</source>
        <translation>科学计数</translation>
    </message>
    <message>
        <source>short</source>
        <translation>简短</translation>
    </message>
</context>
<context>
    <name>ValuesModel</name>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>ValuesPanel</name>
    <message>
        <source>A {dtype} has no values to show.</source>
        <translation>{dtype} 没有可显示的值。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Export the slice that is shown</source>
        <translation>导出当前显示的切片</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>没有打开任何文件。</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>Select a variable, a constant or an op with weights to see its values.</source>
        <translation>选择变量、常量或带权重的算子以查看其数值。</translation>
    </message>
    <message>
        <source>This tensor has no elements: its shape is {shape}.</source>
        <translation>此张量没有元素：形状为 {shape}。</translation>
    </message>
    <message>
        <source>every {rows}th row, every {columns}th column</source>
        <translation>每 {rows} 行、每 {columns} 列取一个</translation>
    </message>
    <message>
        <source>the first {shown} of {total} columns</source>
        <translation>前 {shown} 列，共 {total} 列</translation>
    </message>
    <message>
        <source>{shown} of {total} tiles</source>
        <translation>{total} 块中的 {shown} 块</translation>
    </message>
</context>
<context>
    <name>VariableCommands</name>
    <message>
        <source>&amp;Columns</source>
        <translation>列(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export the selected…</source>
        <translation>导出所选(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Fold all</source>
        <translation>全部折叠(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Unfold all</source>
        <translation>全部展开(&amp;U)</translation>
    </message>
    <message>
        <source>As a &amp;list</source>
        <translation>列表(&amp;L)</translation>
    </message>
    <message>
        <source>By &amp;group</source>
        <translation>按分组(&amp;G)</translation>
    </message>
    <message>
        <source>By &amp;scope</source>
        <translation>按作用域(&amp;S)</translation>
    </message>
    <message>
        <source>C&amp;heck the selected</source>
        <translation>校验所选(&amp;H)</translation>
    </message>
    <message>
        <source>Check &amp;all</source>
        <translation>校验全部(&amp;A)</translation>
    </message>
    <message>
        <source>Checking {count} variables</source>
        <translation>正在校验 {count} 个变量</translation>
    </message>
    <message>
        <source>Checking {name}</source>
        <translation>正在校验 {name}</translation>
    </message>
    <message>
        <source>Ex&amp;port all shown…</source>
        <translation>导出显示的全部(&amp;P)…</translation>
    </message>
    <message>
        <source>One of {checked} variables is damaged: see Problems.</source>
        <translation>{checked} 个变量中有 1 个已损坏：见“问题”。</translation>
    </message>
    <message>
        <source>S&amp;tatistics of the selected</source>
        <translation>统计所选(&amp;T)</translation>
    </message>
    <message>
        <source>Statistics of all &amp;shown</source>
        <translation>统计显示的全部(&amp;S)</translation>
    </message>
    <message>
        <source>Statistics of {count} variables</source>
        <translation>正在统计 {count} 个变量</translation>
    </message>
    <message>
        <source>Statistics of {name}</source>
        <translation>正在统计 {name}</translation>
    </message>
    <message>
        <source>The checksum of the variable is right.</source>
        <translation>该变量的校验和正确。</translation>
    </message>
    <message>
        <source>The checksums of {checked} variables are right.</source>
        <translation>{checked} 个变量的校验和正确。</translation>
    </message>
    <message>
        <source>The file stores no checksum for this variable.</source>
        <translation>文件没有为该变量保存校验和。</translation>
    </message>
    <message>
        <source>The file stores no checksums for these {without} variables.</source>
        <translation>文件没有为这 {without} 个变量保存校验和。</translation>
    </message>
    <message>
        <source>The variable is damaged: see Problems.</source>
        <translation>该变量已损坏：见“问题”。</translation>
    </message>
    <message>
        <source>V&amp;ariables</source>
        <translation>变量(&amp;A)</translation>
    </message>
    <message>
        <source>{damaged} of {checked} variables are damaged: see Problems.</source>
        <translation>{checked} 个变量中有 {damaged} 个已损坏：见“问题”。</translation>
    </message>
</context>
<context>
    <name>VariablesModel</name>
    <message>
        <source>1 byte</source>
        <translation>1 字节</translation>
    </message>
    <message>
        <source>1 element</source>
        <translation>1 个元素</translation>
    </message>
    <message>
        <source>Elements</source>
        <translation>元素数</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Inf</source>
        <translation>Inf</translation>
    </message>
    <message>
        <source>L2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Std</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>可训练</translation>
    </message>
    <message>
        <source>Used by the graph</source>
        <translation>图中使用</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>dtype</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>shard {shard}, offset {offset}</source>
        <translation>分片 {shard}，偏移 {offset}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} 字节</translation>
    </message>
    <message>
        <source>{count} elements</source>
        <translation>{count} 个元素</translation>
    </message>
    <message>
        <source>{count} slices</source>
        <translation>{count} 个切片</translation>
    </message>
</context>
<context>
    <name>VariablesPanel</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>复制名称</translation>
    </message>
    <message>
        <source>No variable fits the filter.</source>
        <translation>没有变量符合筛选条件。</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>没有打开任何文件。</translation>
    </message>
    <message>
        <source>Show values</source>
        <translation>显示数值</translation>
    </message>
    <message>
        <source>There are no variables in this file.</source>
        <translation>此文件中没有变量。</translation>
    </message>
</context>
<context>
    <name>WeightsView</name>
    <message>
        <source>1 value, {size}</source>
        <translation>1 个值，{size}</translation>
    </message>
    <message>
        <source>Looking at {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>NaN · Inf · zeros</source>
        <translation>NaN · Inf · 零</translation>
    </message>
    <message>
        <source>NaN · zeros</source>
        <translation>NaN · 零</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>in {count} slices</source>
        <translation>分为 {count} 个切片</translation>
    </message>
    <message>
        <source>mean · std</source>
        <translation>均值 · 标准差</translation>
    </message>
    <message>
        <source>median · L2</source>
        <translation>中位数 · L2</translation>
    </message>
    <message>
        <source>min · max</source>
        <translation>最小 · 最大</translation>
    </message>
    <message>
        <source>offset {offset}</source>
        <translation>偏移 {offset}</translation>
    </message>
    <message>
        <source>shard {shard}, offset {offset}</source>
        <translation>分片 {shard}，偏移 {offset}</translation>
    </message>
    <message>
        <source>{count} values, {size}</source>
        <translation>{count} 个值，{size}</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>A folder with a TensorFlow checkpoint, any one of its files, a frozen graph (.pb, .pbtxt) or a SavedModel.</source>
        <translation>含有 TensorFlow 检查点的文件夹、其中任意一个文件、冻结图（.pb、.pbtxt）或 SavedModel。</translation>
    </message>
    <message>
        <source>Drop a model here</source>
        <translation>将模型拖到这里</translation>
    </message>
    <message>
        <source>O&amp;pen file…</source>
        <translation>打开文件(&amp;P)…</translation>
    </message>
    <message>
        <source>Open f&amp;older…</source>
        <translation>打开文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Try the &amp;sample</source>
        <translation>试用示例(&amp;S)</translation>
    </message>
</context>
<context>
    <name>categories</name>
    <message>
        <source>activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>data and control</source>
        <translation>数据与控制</translation>
    </message>
    <message>
        <source>maths</source>
        <translation>数学</translation>
    </message>
    <message>
        <source>neural network</source>
        <translation>神经网络</translation>
    </message>
    <message>
        <source>normalisation</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>pooling and shape</source>
        <translation>池化与形状</translation>
    </message>
</context>
<context>
    <name>compare</name>
    <message>
        <source>Before → after</source>
        <translation>变化前 → 变化后</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Differing</source>
        <translation>不同元素</translation>
    </message>
    <message>
        <source>Largest |Δ|</source>
        <translation>最大 |Δ|</translation>
    </message>
    <message>
        <source>Mean |Δ|</source>
        <translation>平均 |Δ|</translation>
    </message>
    <message>
        <source>Op</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>What</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>有变化</translation>
    </message>
    <message>
        <source>function {name}</source>
        <translation>函数 {name}</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>reshaped</source>
        <translation>形状改变</translation>
    </message>
    <message>
        <source>retyped</source>
        <translation>类型改变</translation>
    </message>
    <message>
        <source>{count} finite on one side only</source>
        <translation>{count} 个仅一侧有限</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>&amp;Channels first (NCHW)</source>
        <translation>通道在前(&amp;C)（NCHW）</translation>
    </message>
    <message>
        <source>&amp;Checksums</source>
        <translation>校验和(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Constants that become variables</source>
        <translation>变为变量的常量(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Contents</source>
        <translation>内容(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Data files</source>
        <translation>数据文件(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Detail</source>
        <translation>细节(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Functions</source>
        <translation>函数(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Half-precision weights</source>
        <translation>半精度权重(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Histograms</source>
        <translation>直方图(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Least elements</source>
        <translation>最少元素数(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Merge duplicates</source>
        <translation>合并重复项(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Names like</source>
        <translation>名称匹配(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>精度(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Scale</source>
        <translation>比例(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Statistics</source>
        <translation>统计(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Strip what is not needed</source>
        <translation>去除不需要的部分(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Variables</source>
        <translation>变量(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation>权重(&amp;W)</translation>
    </message>
    <message>
        <source>1 of {all} variables is taken from its moving average.</source>
        <translation>{all} 个变量中有 1 个取自其滑动平均。</translation>
    </message>
    <message>
        <source>1 of {before} ops is needed; the others are left out.</source>
        <translation>{before} 个算子中需要 1 个；其余的略去。</translation>
    </message>
    <message>
        <source>1 of {before} ops is needed; {dropped} for training, saving and summaries are left out.</source>
        <translation>{before} 个算子中需要 1 个；用于训练、保存和摘要的 {dropped} 个被略去。</translation>
    </message>
    <message>
        <source>1 of {total} whole numbers differs, as it may after rounding.</source>
        <translation>{total} 个整数中有 1 个不同，舍入之后可能如此。</translation>
    </message>
    <message>
        <source>1 op, with its attributes; no weights.</source>
        <translation>1 个算子，带属性；不含权重。</translation>
    </message>
    <message>
        <source>1 repair: {repair}</source>
        <translation>1 处修复：{repair}</translation>
    </message>
    <message>
        <source>A PNG of {width} × {height} pixels would be too large.</source>
        <translation>{width} × {height} 像素的 PNG 太大。</translation>
    </message>
    <message>
        <source>A check failed, and nothing was written: {reason}</source>
        <translation>一项检查未通过，没有写入任何内容：{reason}</translation>
    </message>
    <message>
        <source>A checkpoint has no place for the file {file}: tables that are filled from it stay empty.</source>
        <translation>检查点中没有文件 {file} 的位置：由它填充的表将为空。</translation>
    </message>
    <message>
        <source>A constant with fewer elements stays one.</source>
        <translation>元素更少的常量仍为常量。</translation>
    </message>
    <message>
        <source>A deviation of 0 divides by nothing.</source>
        <translation>标准差为 0，无法作除数。</translation>
    </message>
    <message>
        <source>A feed is NAME=VALUE, and not {words}.</source>
        <translation>输入值的写法是 NAME=VALUE，而不是 {words}。</translation>
    </message>
    <message>
        <source>A folder with one numpy file per variable</source>
        <translation>一个文件夹，每个变量一个 numpy 文件</translation>
    </message>
    <message>
        <source>A folder with one table per variable</source>
        <translation>一个文件夹，每个变量一张表</translation>
    </message>
    <message>
        <source>A frozen graph made smaller and faster, each pass of your choice</source>
        <translation>更小更快的冻结图，各项优化由您选择</translation>
    </message>
    <message>
        <source>A log folder whose graph page shows this graph</source>
        <translation>一个日志文件夹，其图页面显示此图</translation>
    </message>
    <message>
        <source>A model is a checkpoint (.index, .data-…, .meta), a graph (.pb, .pbtxt) or a SavedModel folder.</source>
        <translation>模型可以是检查点（.index、.data-…、.meta）、图（.pb、.pbtxt）或 SavedModel 文件夹。</translation>
    </message>
    <message>
        <source>A new one starts with the next job; TensorFlow's own last words are in the log.</source>
        <translation>下一个任务会启动新的进程；TensorFlow 最后的输出在日志中。</translation>
    </message>
    <message>
        <source>A picture does not fit into a tensor of shape {shape}.</source>
        <translation>图片无法放入形状为 {shape} 的张量。</translation>
    </message>
    <message>
        <source>A picture has 1, 3 or 4 channels; the tensor has {channels}.</source>
        <translation>图片有 1、3 或 4 个通道；该张量有 {channels} 个。</translation>
    </message>
    <message>
        <source>A queue or an iterator that nobody fills waits for ever; otherwise allow more time.</source>
        <translation>没有数据填入的队列或迭代器会一直等待；若非如此，请给予更多时间。</translation>
    </message>
    <message>
        <source>A server elsewhere does not have the files.</source>
        <translation>别处的服务器上没有这些文件。</translation>
    </message>
    <message>
        <source>A slice has one “...” at most, and not {words}.</source>
        <translation>切片中最多只能有一个“...”，而不是 {words}。</translation>
    </message>
    <message>
        <source>A text of this size can't be read by TensorFlow: protobuf's limit is 2 GiB.</source>
        <translation>TensorFlow 读不了这么大的文本：protobuf 的上限是 2 GiB。</translation>
    </message>
    <message>
        <source>A value is a .npy file, a number or a nested list.</source>
        <translation>值可以是 .npy 文件、数字或嵌套列表。</translation>
    </message>
    <message>
        <source>A value is a number, a nested list such as [[1, 2], [3, 4]], a .npy or .npz file, a picture, or the word random.</source>
        <translation>值可以是数字、嵌套列表（如 [[1, 2], [3, 4]]）、.npy 或 .npz 文件、图片，或单词 random。</translation>
    </message>
    <message>
        <source>Add them with --functions.</source>
        <translation>用 --functions 可加上。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All of them, or only what predicts.</source>
        <translation>全部，或只要用于预测的。</translation>
    </message>
    <message>
        <source>All values in one file for numpy</source>
        <translation>所有数值在一个文件里，供 numpy 使用</translation>
    </message>
    <message>
        <source>All values in one file, as models are shared</source>
        <translation>所有数值在一个文件里，即分享模型时常用的格式</translation>
    </message>
    <message>
        <source>All values in one file, scopes as groups</source>
        <translation>所有数值在一个文件里，作用域成为组</translation>
    </message>
    <message>
        <source>All {count} ops are needed.</source>
        <translation>全部 {count} 个算子都需要。</translation>
    </message>
    <message>
        <source>All {count} ops are written as the file has them; nothing is frozen.</source>
        <translation>全部 {count} 个算子按文件原样写出，不做冻结。</translation>
    </message>
    <message>
        <source>All {count} variables that the output needs are in the checkpoint.</source>
        <translation>输出所需的 {count} 个变量都在检查点中。</translation>
    </message>
    <message>
        <source>Allow TensorFlow's own ops: --select-ops auto.</source>
        <translation>允许使用 TensorFlow 自己的算子：--select-ops auto。</translation>
    </message>
    <message>
        <source>An address is like grpc://host:2222.</source>
        <translation>地址形如 grpc://host:2222。</translation>
    </message>
    <message>
        <source>An attribute of a newer TensorFlow, {first}, is at its default and is dropped.</source>
        <translation>来自更新版 TensorFlow 的属性 {first} 取的是默认值，因此被去掉。</translation>
    </message>
    <message>
        <source>An output needs what {node} ({op}) writes into {variable}: a frozen graph can't write.</source>
        <translation>有输出需要 {node}（{op}）写入 {variable} 的内容：冻结图不能写入。</translation>
    </message>
    <message>
        <source>As re&amp;sources</source>
        <translation>作为资源变量(&amp;S)</translation>
    </message>
    <message>
        <source>As they are stored</source>
        <translation>按存储时的名称</translation>
    </message>
    <message>
        <source>As usual for what they come from</source>
        <translation>按来源的惯例</translation>
    </message>
    <message>
        <source>Become constants in it</source>
        <translation>变为图中的常量</translation>
    </message>
    <message>
        <source>Beside the model</source>
        <translation>放在模型旁边</translation>
    </message>
    <message>
        <source>Beside the model where it is larger than 2 GB</source>
        <translation>模型大于 2 GB 时放在旁边</translation>
    </message>
    <message>
        <source>Build the model in Python, load them into it, and call `model.save("NAME.keras")`.</source>
        <translation>请在 Python 中建立模型，载入这些权重，再调用 `model.save("NAME.keras")`。</translation>
    </message>
    <message>
        <source>CUDA_VISIBLE_DEVICES hides every GPU</source>
        <translation>CUDA_VISIBLE_DEVICES 隐藏了所有 GPU</translation>
    </message>
    <message>
        <source>Cali&amp;bration samples</source>
        <translation>校准样本(&amp;B)</translation>
    </message>
    <message>
        <source>Channels come first in {names}.</source>
        <translation>{names} 的通道在前。</translation>
    </message>
    <message>
        <source>Check that the file is still there and that you may read it.</source>
        <translation>请确认文件仍然存在，并且您有读取权限。</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Checking the values</source>
        <translation>检查数值</translation>
    </message>
    <message>
        <source>Checkpoint (four files)</source>
        <translation>检查点（四个文件）</translation>
    </message>
    <message>
        <source>Choose --opset {opset}.</source>
        <translation>请选择 --opset {opset}。</translation>
    </message>
    <message>
        <source>Choose a smaller one, or write an SVG.</source>
        <translation>请选小一些的，或写成 SVG。</translation>
    </message>
    <message>
        <source>Choose a smaller scale, or write an SVG or a PDF.</source>
        <translation>请选择较小的缩放比例，或写为 SVG 或 PDF。</translation>
    </message>
    <message>
        <source>Choose an output before the training ops, or another step of the checkpoint.</source>
        <translation>请选择训练算子之前的输出，或检查点的其他步数。</translation>
    </message>
    <message>
        <source>Choose an output before the update.</source>
        <translation>请选择更新之前的输出。</translation>
    </message>
    <message>
        <source>Choose another device, or load the library that has it: --op-library FILE.so.</source>
        <translation>请选择其他设备，或加载包含它的库：--op-library FILE.so。</translation>
    </message>
    <message>
        <source>Choose another device, or smaller feeds.</source>
        <translation>请选择其他设备，或使用更小的输入。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Choose another name, or allow overwriting.</source>
        <translation>请换一个名称，或允许覆盖。</translation>
    </message>
    <message>
        <source>Choose another name, or allow the event file to be put beside what is there.</source>
        <translation>请另选名称，或允许把事件文件放在已有内容旁边。</translation>
    </message>
    <message>
        <source>Choose another name, or empty the folder yourself.</source>
        <translation>请换一个名称，或自行清空该文件夹。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>Choose another precision than int8.</source>
        <translation>请选择 int8 以外的精度。</translation>
    </message>
    <message>
        <source>Choose constants by their names: --match NAME.</source>
        <translation>请按名称选择常量：--match NAME。</translation>
    </message>
    <message>
        <source>Choose other names, or all variables.</source>
        <translation>请选其他名称，或选全部变量。</translation>
    </message>
    <message>
        <source>Choose other outputs, or cut the graph with --inputs NAME.</source>
        <translation>请选择别的输出，或用 --inputs NAME 截断图。</translation>
    </message>
    <message>
        <source>Choose outputs before it, or cut the graph after it: --inputs {node}</source>
        <translation>请选择它之前的输出，或在它之后截断图：--inputs {node}</translation>
    </message>
    <message>
        <source>Choose outputs before the lookup, or feed its result.</source>
        <translation>请选择查表之前的输出，或直接给出查表结果作为输入。</translation>
    </message>
    <message>
        <source>Choose outputs before the lookup.</source>
        <translation>请选择查表之前的输出。</translation>
    </message>
    <message>
        <source>Choose outputs before them, or cut the graph after them with --inputs.</source>
        <translation>请选择它们之前的输出，或用 --inputs 在它们之后截断图。</translation>
    </message>
    <message>
        <source>Choose outputs before them, or cut the graph after them with --inputs; a higher --opset may help.</source>
        <translation>请选择它们之前的输出，或用 --inputs 在它们之后截断图；更高的 --opset 也许有用。</translation>
    </message>
    <message>
        <source>Choose outputs that don't call it.</source>
        <translation>请选择不调用它的输出。</translation>
    </message>
    <message>
        <source>Choose outputs that don't need it.</source>
        <translation>请选择不依赖它的输出。</translation>
    </message>
    <message>
        <source>Clear &amp;devices</source>
        <translation>清除设备(&amp;D)</translation>
    </message>
    <message>
        <source>Close other programs, or freeze straight from the files, which needs little memory.</source>
        <translation>请关闭其他程序，或直接从文件冻结，这样只需很少内存。</translation>
    </message>
    <message>
        <source>Close other programs, or look at a smaller slice.</source>
        <translation>请关闭其他程序，或查看更小的切片。</translation>
    </message>
    <message>
        <source>Close other programs, or use a machine with more memory.</source>
        <translation>请关闭其他程序，或使用内存更大的机器。</translation>
    </message>
    <message>
        <source>Comparing the graphs</source>
        <translation>比较图</translation>
    </message>
    <message>
        <source>Comparing the variables</source>
        <translation>比较变量</translation>
    </message>
    <message>
        <source>Compute beforehand what depends on constants alone.</source>
        <translation>预先计算只依赖常量的部分。</translation>
    </message>
    <message>
        <source>Compute once what is computed twice.</source>
        <translation>重复的计算只做一次。</translation>
    </message>
    <message>
        <source>Computing constants</source>
        <translation>正在计算常量</translation>
    </message>
    <message>
        <source>Computing statistics</source>
        <translation>正在计算统计</translation>
    </message>
    <message>
        <source>Constants that become variables: {count}, {first} the first of them.</source>
        <translation>变为变量的常量：共 {count} 个，第一个是 {first}。</translation>
    </message>
    <message>
        <source>Convert to a SavedModel to keep it.</source>
        <translation>若要保留，请转换为 SavedModel。</translation>
    </message>
    <message>
        <source>Convert to a SavedModel, which keeps its values beside it.</source>
        <translation>请转换为 SavedModel，它把数值保存在旁边的文件中。</translation>
    </message>
    <message>
        <source>Converting</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Converting with TensorFlow's ops</source>
        <translation>正在用 TensorFlow 的算子转换</translation>
    </message>
    <message>
        <source>Copy it again in binary mode (in git: mark it as binary).</source>
        <translation>请以二进制模式重新复制（在 git 中将其标记为 binary）。</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>请重新复制。</translation>
    </message>
    <message>
        <source>Copy it from where this file came from.</source>
        <translation>请从此文件的来源处复制它。</translation>
    </message>
    <message>
        <source>Copy it there: the SavedModel can't be loaded without it.</source>
        <translation>请将它复制到该处：没有它无法加载 SavedModel。</translation>
    </message>
    <message>
        <source>Copy or download it again.</source>
        <translation>请重新复制或下载。</translation>
    </message>
    <message>
        <source>Copy or download the file again.</source>
        <translation>请重新复制或下载该文件。</translation>
    </message>
    <message>
        <source>Copy the .index, .data-… and .meta files into the same folder.</source>
        <translation>请把 .index、.data-… 和 .meta 文件复制到同一文件夹。</translation>
    </message>
    <message>
        <source>Cut after it, where there are numbers.</source>
        <translation>请在它之后、已是数值的地方截断。</translation>
    </message>
    <message>
        <source>Cut the graph after it (--inputs {node}), and feed what it gave.</source>
        <translation>请在它之后截断图（--inputs {node}），并将它原本给出的内容作为输入。</translation>
    </message>
    <message>
        <source>Cut the graph after it: --inputs NAME.</source>
        <translation>请在它之后截断图：--inputs NAME。</translation>
    </message>
    <message>
        <source>Cut the graph after it: --inputs {node}</source>
        <translation>请在它之后截断图：--inputs {node}</translation>
    </message>
    <message>
        <source>Cut the graph where they have become numbers: --inputs NAME.</source>
        <translation>请在字符串已变为数字之处截断图：--inputs NAME。</translation>
    </message>
    <message>
        <source>Cut the graph where they have become other numbers: --inputs NAME.</source>
        <translation>请在它们已变为其他类型的数之处截断图：--inputs NAME。</translation>
    </message>
    <message>
        <source>DOT</source>
        <translation>DOT</translation>
    </message>
    <message>
        <source>De&amp;pth</source>
        <translation>深度(&amp;P)</translation>
    </message>
    <message>
        <source>Did you mean {names}?</source>
        <translation>您是否想要 {names}？</translation>
    </message>
    <message>
        <source>Download the file itself.</source>
        <translation>请下载文件本身。</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Drawing (.pdf)</source>
        <translation>图形 (.pdf)</translation>
    </message>
    <message>
        <source>Drawing (.png)</source>
        <translation>图形 (.png)</translation>
    </message>
    <message>
        <source>Drawing (.svg)</source>
        <translation>图形 (.svg)</translation>
    </message>
    <message>
        <source>Drawing needs the package PySide6, which is not installed.</source>
        <translation>绘图需要 PySide6 包，而它没有安装。</translation>
    </message>
    <message>
        <source>Drawing needs the window's part of Cryograph, which is not here.</source>
        <translation>绘图需要 Cryograph 的窗口部分，而这里没有。</translation>
    </message>
    <message>
        <source>Drawing needs the window's part of the program: start it as `cryograph render`.</source>
        <translation>绘图需要程序的窗口部分：请用 `cryograph render` 启动。</translation>
    </message>
    <message>
        <source>Dynamic range: weights as int8, sums as floats</source>
        <translation>动态范围：权重为 int8，求和为浮点数</translation>
    </message>
    <message>
        <source>Each node after those that it reads.</source>
        <translation>每个节点排在它所读取的节点之后。</translation>
    </message>
    <message>
        <source>Empty: as in the source, or serving_default.</source>
        <translation>留空：与来源相同，或 serving_default。</translation>
    </message>
    <message>
        <source>Every op</source>
        <translation>每个算子</translation>
    </message>
    <message>
        <source>Every op as a node, or whole name scopes.</source>
        <translation>每个算子是一个节点，或整个名称作用域是一个节点。</translation>
    </message>
    <message>
        <source>Every value was read back, and its checksum is right.</source>
        <translation>每个数值都已读回，校验和正确。</translation>
    </message>
    <message>
        <source>Export them as .csv.</source>
        <translation>请导出为 .csv。</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Feed what is read from it.</source>
        <translation>请直接输入从中读取的内容。</translation>
    </message>
    <message>
        <source>Feed what it gives: --feed {node}:0=VALUE.</source>
        <translation>请直接输入它给出的内容：--feed {node}:0=VALUE。</translation>
    </message>
    <message>
        <source>Feed what it gives: {feeds}.</source>
        <translation>改为馈送它的结果：{feeds}。</translation>
    </message>
    <message>
        <source>Feed what the lookup gives.</source>
        <translation>请直接输入查表的结果。</translation>
    </message>
    <message>
        <source>Feed {name} instead.</source>
        <translation>请改为输入 {name}。</translation>
    </message>
    <message>
        <source>Fetch something before the training ops, feed them, or choose another step of the checkpoint.</source>
        <translation>请取训练算子之前的值、给它们输入值，或选择检查点的其他步数。</translation>
    </message>
    <message>
        <source>Fetch what is read from it.</source>
        <translation>请改取从中读取的内容。</translation>
    </message>
    <message>
        <source>Fields that have no name yet were left out: {names}.</source>
        <translation>还没有名称的字段已略去：{names}。</translation>
    </message>
    <message>
        <source>Fold &amp;batch normalisation</source>
        <translation>折叠批归一化(&amp;B)</translation>
    </message>
    <message>
        <source>Fold &amp;constants</source>
        <translation>折叠常量(&amp;C)</translation>
    </message>
    <message>
        <source>For Gephi</source>
        <translation>用于 Gephi</translation>
    </message>
    <message>
        <source>For Graphviz</source>
        <translation>用于 Graphviz</translation>
    </message>
    <message>
        <source>For int8: inputs as the model will see them, as .npy or .npz, or a folder of pictures.</source>
        <translation>用于 int8：模型将会遇到的输入，.npy、.npz 或一个图片文件夹。</translation>
    </message>
    <message>
        <source>For networkx, D3 and your own scripts</source>
        <translation>用于 networkx、D3 和您自己的脚本</translation>
    </message>
    <message>
        <source>For onnxruntime, and for other frameworks and accelerators</source>
        <translation>用于 onnxruntime 以及其他框架和加速器</translation>
    </message>
    <message>
        <source>For phones, browsers and small devices; as small as a quarter</source>
        <translation>用于手机、浏览器和小型设备；最小可至四分之一</translation>
    </message>
    <message>
        <source>For serving, and for models over 2 GB: a signature, and the variables beside the graph</source>
        <translation>用于部署，也适用于超过 2 GB 的模型：带签名，变量存放在图旁边</translation>
    </message>
    <message>
        <source>For yEd, Gephi, Cytoscape and networkx</source>
        <translation>用于 yEd、Gephi、Cytoscape 和 networkx</translation>
    </message>
    <message>
        <source>Free some space there, or name another folder in the environment variable TMPDIR.</source>
        <translation>请在那里腾出一些空间，或在环境变量 TMPDIR 中指定另一个文件夹。</translation>
    </message>
    <message>
        <source>Free some space, or choose another folder.</source>
        <translation>请腾出一些空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Freezing keeps only what the outputs need; there is nothing left to strip or keep.</source>
        <translation>冻结只保留输出所需的部分；没有可去除或保留的内容了。</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Frozen for the chosen outputs, or whole: every op and function in the order of the file.</source>
        <translation>按所选输出冻结，或完整写出：所有算子和函数，按文件中的顺序。</translation>
    </message>
    <message>
        <source>Frozen graph (.pb)</source>
        <translation>冻结图（.pb）</translation>
    </message>
    <message>
        <source>Frozen if there is something to freeze, else whole</source>
        <translation>有可冻结的就冻结，否则完整写出</translation>
    </message>
    <message>
        <source>Full integer: everything as int8, measured on samples</source>
        <translation>全整数：全部为 int8，范围由样本测得</translation>
    </message>
    <message>
        <source>GEXF</source>
        <translation>GEXF</translation>
    </message>
    <message>
        <source>Give a .npy file of that shape.</source>
        <translation>请给出该形状的 .npy 文件。</translation>
    </message>
    <message>
        <source>Give a .npz with an array for each.</source>
        <translation>请给出一个 .npz，其中每个输入各有一个数组。</translation>
    </message>
    <message>
        <source>Give one another: --keys.</source>
        <translation>请为其中一个另取名称：--keys。</translation>
    </message>
    <message>
        <source>Give one: --feed {name}=VALUE.</source>
        <translation>请给出一个：--feed {name}=VALUE。</translation>
    </message>
    <message>
        <source>Give samples of what the model will see: --samples FILE.npy, FILE.npz, or a folder of pictures.</source>
        <translation>请给出模型将会遇到的样本：--samples FILE.npy、FILE.npz 或一个图片文件夹。</translation>
    </message>
    <message>
        <source>Graph as text (.pbtxt)</source>
        <translation>文本形式的图（.pbtxt）</translation>
    </message>
    <message>
        <source>GraphML</source>
        <translation>GraphML</translation>
    </message>
    <message>
        <source>Graphviz' dot did not finish within {seconds} s.</source>
        <translation>Graphviz 的 dot 没有在 {seconds} 秒内完成。</translation>
    </message>
    <message>
        <source>Graphviz' dot failed: {words}</source>
        <translation>Graphviz 的 dot 失败：{words}</translation>
    </message>
    <message>
        <source>Graphviz' dot is not installed.</source>
        <translation>没有安装 Graphviz 的 dot。</translation>
    </message>
    <message>
        <source>HDF5 can't hold strings with zero bytes in them</source>
        <translation>HDF5 无法保存含零字节的字符串</translation>
    </message>
    <message>
        <source>HDF5 files need the package h5py, which is not installed.</source>
        <translation>HDF5 文件需要 h5py 软件包，而它尚未安装。</translation>
    </message>
    <message>
        <source>How many are listed; of more than that, the largest.</source>
        <translation>列出多少个；超过时列出最大的。</translation>
    </message>
    <message>
        <source>How many files the values are spread over.</source>
        <translation>数值分布在多少个文件中。</translation>
    </message>
    <message>
        <source>How many levels of name scopes are open in the drawing.</source>
        <translation>图形中展开几层名称作用域。</translation>
    </message>
    <message>
        <source>How many levels of name scopes are open; 0 leaves them all closed.</source>
        <translation>展开几层名称作用域；0 表示全部收起。</translation>
    </message>
    <message>
        <source>How many levels of name scopes are told apart when they are nodes.</source>
        <translation>名称作用域作为节点时，区分到第几层。</translation>
    </message>
    <message>
        <source>How many of the listed variables get one.</source>
        <translation>所列变量中有多少个带直方图。</translation>
    </message>
    <message>
        <source>If that is what you want, allow it: --allow-risky.</source>
        <translation>如果这正是您想要的，请允许：--allow-risky。</translation>
    </message>
    <message>
        <source>If the conversion fails: choose outputs before it, or cut the graph after it with --inputs.</source>
        <translation>如果转换失败：请选择它之前的输出，或用 --inputs 在它之后截断图。</translation>
    </message>
    <message>
        <source>In that program call `model.export("FOLDER")`, and convert the folder.</source>
        <translation>请在那个程序中调用 `model.export("FOLDER")`，再转换该文件夹。</translation>
    </message>
    <message>
        <source>In the model</source>
        <translation>放在模型中</translation>
    </message>
    <message>
        <source>Inputs of four dimensions take their channels before height and width, as other frameworks do.</source>
        <translation>四维输入的通道排在高和宽之前，与其他框架相同。</translation>
    </message>
    <message>
        <source>Install it: pip install h5py</source>
        <translation>请安装：pip install h5py</translation>
    </message>
    <message>
        <source>Install the driver of the graphics card.</source>
        <translation>请安装显卡驱动。</translation>
    </message>
    <message>
        <source>It does not say where {name} is stored.</source>
        <translation>它没有说明 {name} 存储在何处。</translation>
    </message>
    <message>
        <source>It draws random numbers without a seed: the original itself gives something else each time.</source>
        <translation>它在没有种子的情况下生成随机数：原图自身每次的结果也不同。</translation>
    </message>
    <message>
        <source>It has: {options}.</source>
        <translation>它的选项有：{options}。</translation>
    </message>
    <message>
        <source>It is an operation without a value.</source>
        <translation>它是没有值的算子。</translation>
    </message>
    <message>
        <source>It is damaged or cut off: {message}</source>
        <translation>文件已损坏或不完整：{message}</translation>
    </message>
    <message>
        <source>It is damaged: the description of the model can't be read.</source>
        <translation>文件已损坏：无法读取模型的描述。</translation>
    </message>
    <message>
        <source>It needs {name}, which exists only in the program that made it.</source>
        <translation>它需要只存在于生成它的程序中的 {name}。</translation>
    </message>
    <message>
        <source>It waits until all tasks of its cluster run; or it is no TensorFlow server.</source>
        <translation>它在等待集群中的所有任务运行；或者它不是 TensorFlow 服务器。</translation>
    </message>
    <message>
        <source>It would be larger than 2 GB, protobuf's own limit.</source>
        <translation>它会大于 2 GB，超过 protobuf 自身的限制。</translation>
    </message>
    <message>
        <source>Its inputs are: {names}.</source>
        <translation>它的输入有：{names}。</translation>
    </message>
    <message>
        <source>Its values are damaged: copy or download the file again.</source>
        <translation>它的数值已损坏：请重新复制或下载该文件。</translation>
    </message>
    <message>
        <source>KEY=NAME,KEY=NAME: what inputs and outputs are called in the signature.</source>
        <translation>KEY=NAME,KEY=NAME：输入和输出在签名中的名称。</translation>
    </message>
    <message>
        <source>Keep the variables: --variables keep.</source>
        <translation>请保留变量：--variables keep。</translation>
    </message>
    <message>
        <source>Keras can't export it: {message}</source>
        <translation>Keras 无法导出它：{message}</translation>
    </message>
    <message>
        <source>Keras can't load it: {message}</source>
        <translation>Keras 无法加载它：{message}</translation>
    </message>
    <message>
        <source>Laying out</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Leave it to TensorFlow where each op runs.</source>
        <translation>每个算子在哪里运行由 TensorFlow 决定。</translation>
    </message>
    <message>
        <source>Leave out folding constants.</source>
        <translation>请不要选择折叠常量。</translation>
    </message>
    <message>
        <source>Leave out ops that only pass a value on: identities, gradient stops, numeric checks.</source>
        <translation>去掉只传递值的算子：Identity、停止梯度、数值检查。</translation>
    </message>
    <message>
        <source>Leave out the pass that changes too much, or keep the result all the same with --force.</source>
        <translation>请去掉改动过大的优化项，或用 --force 仍然保留结果。</translation>
    </message>
    <message>
        <source>Leave out what the outputs don't need.</source>
        <translation>去掉输出不需要的部分。</translation>
    </message>
    <message>
        <source>Leave strict placement off, so that TensorFlow may put it elsewhere.</source>
        <translation>请关闭严格放置，让 TensorFlow 可以把它放到别处。</translation>
    </message>
    <message>
        <source>Leave the outputs out to have one suggested, or look at the graph.</source>
        <translation>可省略输出以得到建议，或查看图。</translation>
    </message>
    <message>
        <source>List more of them with --variables.</source>
        <translation>用 --variables 可多列一些。</translation>
    </message>
    <message>
        <source>Load the library that has it (--op-library FILE.so), or feed what it gives.</source>
        <translation>请加载包含它的库（--op-library FILE.so），或直接输入它给出的内容。</translation>
    </message>
    <message>
        <source>Load the library that has it: --op-library FILE.so. Opening and the direct engine do without it.</source>
        <translation>请加载包含它的库：--op-library FILE.so。打开文件和 direct 引擎不需要它。</translation>
    </message>
    <message>
        <source>Loading the Keras model</source>
        <translation>正在加载 Keras 模型</translation>
    </message>
    <message>
        <source>Look at a slice of it.</source>
        <translation>请查看它的一个切片。</translation>
    </message>
    <message>
        <source>Look at the address, and whether a firewall is between.</source>
        <translation>请检查地址，以及中间是否有防火墙。</translation>
    </message>
    <message>
        <source>Look at the address: grpc://HOST:PORT.</source>
        <translation>请检查地址：grpc://HOST:PORT。</translation>
    </message>
    <message>
        <source>Look for the `.meta` that `Saver.save` wrote.</source>
        <translation>请查找 `Saver.save` 写出的 `.meta`。</translation>
    </message>
    <message>
        <source>Look whether the server and all tasks of its cluster still run.</source>
        <translation>请检查服务器及其集群中的所有任务是否仍在运行。</translation>
    </message>
    <message>
        <source>Looking at the ops</source>
        <translation>正在查看算子</translation>
    </message>
    <message>
        <source>Make a SavedModel of it, which opens here: `cryograph convert {name} FOLDER --to saved-model`, or Export in the File menu.</source>
        <translation>请把它转换为可在此打开的 SavedModel：`cryograph convert {name} FOLDER --to saved-model`，或使用“文件”菜单中的“导出”。</translation>
    </message>
    <message>
        <source>Make it one: --inputs {name}</source>
        <translation>请使其成为输入：--inputs {name}</translation>
    </message>
    <message>
        <source>Make resource variables of constants, as TensorFlow 2 does, and not references.</source>
        <translation>将常量变为资源变量（与 TensorFlow 2 相同），而不是引用变量。</translation>
    </message>
    <message>
        <source>Make variables of its large constants (--match), or leave it out (--no-graph).</source>
        <translation>请将其中的大常量变为变量（--match），或不写入图（--no-graph）。</translation>
    </message>
    <message>
        <source>Make variables of its large constants: --match NAME.</source>
        <translation>请将其中的大常量变为变量：--match NAME。</translation>
    </message>
    <message>
        <source>Models trained with ExponentialMovingAverage are usually evaluated with the averages; with the raw weights they are silently less accurate.</source>
        <translation>使用 ExponentialMovingAverage 训练的模型通常用平均值来评估；使用原始权重时精度会悄然下降。</translation>
    </message>
    <message>
        <source>Moving averages</source>
        <translation>滑动平均</translation>
    </message>
    <message>
        <source>Name one: --fetch NAME.</source>
        <translation>请指定一个：--fetch NAME。</translation>
    </message>
    <message>
        <source>Name one: --outputs NAME.</source>
        <translation>请指定一个：--outputs NAME。</translation>
    </message>
    <message>
        <source>Name scopes</source>
        <translation>名称作用域</translation>
    </message>
    <message>
        <source>Name scopes that are open besides, with commas between them; at first those that the canvas shows open.</source>
        <translation>另外打开的名称作用域，用逗号分隔；起初为画布上打开的那些。</translation>
    </message>
    <message>
        <source>Name what to convert, and last where to: cryograph convert SRC DST.</source>
        <translation>请写出要转换什么，最后写转换到哪里：cryograph convert SRC DST。</translation>
    </message>
    <message>
        <source>Names are like CPU:0, CPU:1 or GPU:0, and on a TensorFlow server grpc://host:2222/CPU:0.</source>
        <translation>名称形如 CPU:0、CPU:1 或 GPU:0；在 TensorFlow 服务器上形如 grpc://host:2222/CPU:0。</translation>
    </message>
    <message>
        <source>No constant of the graph is a weight: none of {least} elements or more has fractions.</source>
        <translation>图中没有常量是权重：元素数不少于 {least} 的常量都不是小数类型。</translation>
    </message>
    <message>
        <source>No constant of {least} elements or more fits {match}.</source>
        <translation>没有元素数不少于 {least} 的常量与 {match} 匹配。</translation>
    </message>
    <message>
        <source>No input has four dimensions: there are no channels to put first.</source>
        <translation>没有四维的输入：没有可以放到前面的通道。</translation>
    </message>
    <message>
        <source>No output needs the input {name}.</source>
        <translation>没有输出需要输入 {name}。</translation>
    </message>
    <message>
        <source>No output suggests itself.</source>
        <translation>没有可建议的输出。</translation>
    </message>
    <message>
        <source>No step has a variable {name}.</source>
        <translation>没有哪一步含有变量 {name}。</translation>
    </message>
    <message>
        <source>No value can be made up for {name} ({dtype}).</source>
        <translation>无法为 {name}（{dtype}）生成一个值。</translation>
    </message>
    <message>
        <source>No value can be made up for {name}: it is no tensor of numbers.</source>
        <translation>无法为 {name} 生成值：它不是数值张量。</translation>
    </message>
    <message>
        <source>Node-link JSON</source>
        <translation>节点与边 JSON</translation>
    </message>
    <message>
        <source>Not enough memory for the job.</source>
        <translation>内存不足，无法完成任务。</translation>
    </message>
    <message>
        <source>Not enough memory on the device for a tensor of shape {shape}.</source>
        <translation>设备内存不足，放不下形状为 {shape} 的张量。</translation>
    </message>
    <message>
        <source>Not even the number of dimensions of {name} is known; the converter may need it.</source>
        <translation>{name} 连维数也未知；转换器可能需要它。</translation>
    </message>
    <message>
        <source>Nothing that is fetched needs {name}.</source>
        <translation>所取的值都不需要 {name}。</translation>
    </message>
    <message>
        <source>OLD=NEW, where OLD is a regular expression; several with ; between them.</source>
        <translation>OLD=NEW，其中 OLD 是正则表达式；多条之间用 ; 分隔。</translation>
    </message>
    <message>
        <source>ONNX (.onnx)</source>
        <translation>ONNX (.onnx)</translation>
    </message>
    <message>
        <source>ONNX has nothing for {ops}.</source>
        <translation>ONNX 中没有与 {ops} 对应的算子。</translation>
    </message>
    <message>
        <source>Of its {count} variables the {rows} largest are listed.</source>
        <translation>共 {count} 个变量，列出其中最大的 {rows} 个。</translation>
    </message>
    <message>
        <source>Of {count} meta graphs the one with the tags {tags} is taken.</source>
        <translation>共有 {count} 个元图，采用标签为 {tags} 的那个。</translation>
    </message>
    <message>
        <source>One batch normalisation goes into the weights before it.</source>
        <translation>1 个批归一化并入前面的权重。</translation>
    </message>
    <message>
        <source>One file that predicts: variables become constants</source>
        <translation>单个可用于预测的文件：变量变为常量</translation>
    </message>
    <message>
        <source>One function call is inlined.</source>
        <translation>1 个函数调用被内联。</translation>
    </message>
    <message>
        <source>One node stood before something that it reads; now it comes after it.</source>
        <translation>1 个节点排在了它所读取的节点之前；现已排到之后。</translation>
    </message>
    <message>
        <source>One op is to be placed beside {name}, which is not in the graph; that is dropped.</source>
        <translation>1 个算子要求与 {name} 放在一起，而它不在图中；此要求被去掉。</translation>
    </message>
    <message>
        <source>One op makes way for a constant computed beforehand.</source>
        <translation>1 个算子由预先算好的常量代替。</translation>
    </message>
    <message>
        <source>One op that computes the same as another is merged with it.</source>
        <translation>1 个计算内容重复的算子已合并。</translation>
    </message>
    <message>
        <source>One op that only passes a value on is removed.</source>
        <translation>移除 1 个只传递值的算子。</translation>
    </message>
    <message>
        <source>One page, for papers and print</source>
        <translation>单页，用于论文和打印</translation>
    </message>
    <message>
        <source>One variable has no value: there is no checkpoint with this graph.</source>
        <translation>1 个变量没有值：此图没有对应的检查点。</translation>
    </message>
    <message>
        <source>One weight is stored in half precision.</source>
        <translation>1 个权重以半精度存储。</translation>
    </message>
    <message>
        <source>Only the graph is here: {index}, which names the variables, is missing.</source>
        <translation>这里只有图：缺少记录变量名称的 {index}。</translation>
    </message>
    <message>
        <source>Only variables of these names, as patterns with * and ?, separated by commas.</source>
        <translation>只要这些名称的变量；可用 * 和 ?，以逗号分隔。</translation>
    </message>
    <message>
        <source>Open one of them.</source>
        <translation>请打开其中一个。</translation>
    </message>
    <message>
        <source>Open sc&amp;opes</source>
        <translation>打开的作用域(&amp;O)</translation>
    </message>
    <message>
        <source>Open the checkpoint that was saved with it.</source>
        <translation>请打开与它一同保存的检查点。</translation>
    </message>
    <message>
        <source>Open the model again once it is complete.</source>
        <translation>待模型完整后再重新打开。</translation>
    </message>
    <message>
        <source>Open the model again.</source>
        <translation>请重新打开模型。</translation>
    </message>
    <message>
        <source>Open the model that it belongs to.</source>
        <translation>请打开它所属的模型。</translation>
    </message>
    <message>
        <source>Open the model that it was converted from.</source>
        <translation>请打开转换之前的模型。</translation>
    </message>
    <message>
        <source>Ops before: {before}, after: {after}.</source>
        <translation>算子数：优化前 {before}，优化后 {after}。</translation>
    </message>
    <message>
        <source>Ops that TFLite &amp;lacks</source>
        <translation>不支持的算子(&amp;L)</translation>
    </message>
    <message>
        <source>Opset &amp;version</source>
        <translation>算子集版本(&amp;V)</translation>
    </message>
    <message>
        <source>Optimised graph (.pb)</source>
        <translation>优化图（.pb）</translation>
    </message>
    <message>
        <source>Optimising</source>
        <translation>正在优化</translation>
    </message>
    <message>
        <source>Others can be named: --outputs NAME,NAME.</source>
        <translation>也可以指定其他输出：--outputs NAME,NAME。</translation>
    </message>
    <message>
        <source>Overwrite it with --force.</source>
        <translation>可用 --force 覆盖。</translation>
    </message>
    <message>
        <source>Partitioned variables &amp;whole</source>
        <translation>分区变量合为整体(&amp;W)</translation>
    </message>
    <message>
        <source>Patterns of names (conv*/w*,bias) in a frozen graph; empty: all weights.</source>
        <translation>冻结图中的名称模式（conv*/w*,bias）；留空表示所有权重。</translation>
    </message>
    <message>
        <source>Patterns of names (conv*/w*,bias); empty: none.</source>
        <translation>名称模式（conv*/w*,bias）；留空表示没有。</translation>
    </message>
    <message>
        <source>Pixels per unit of the drawing; the default is less where it is large.</source>
        <translation>图形每单位的像素数；图形很大时默认值会小一些。</translation>
    </message>
    <message>
        <source>Pixels, for slides and messages</source>
        <translation>像素图，用于幻灯片和消息</translation>
    </message>
    <message>
        <source>Put a layer of your own in its place, in the program that made the model.</source>
        <translation>请在生成该模型的程序中，用自己定义的层代替它。</translation>
    </message>
    <message>
        <source>Put its weights beside it: --external-data auto.</source>
        <translation>请将其权重放在旁边：--external-data auto。</translation>
    </message>
    <message>
        <source>Put its weights beside it: --external-data yes.</source>
        <translation>请将其权重放在旁边：--external-data yes。</translation>
    </message>
    <message>
        <source>Put the .meta file (or graph.pbtxt) that was saved with the checkpoint beside it.</source>
        <translation>请把与检查点一同保存的 .meta 文件（或 graph.pbtxt）放在它旁边。</translation>
    </message>
    <message>
        <source>Read every value and compare its checksum with the stored one.</source>
        <translation>读取每个数值，并与存储的校验和比较。</translation>
    </message>
    <message>
        <source>Read every value that is listed: range, mean, histogram.</source>
        <translation>读取所列的每个数值：范围、均值、直方图。</translation>
    </message>
    <message>
        <source>Reading the graph</source>
        <translation>正在读取图</translation>
    </message>
    <message>
        <source>Reading the values</source>
        <translation>读取数值</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Remove &amp;training ops</source>
        <translation>移除训练算子(&amp;T)</translation>
    </message>
    <message>
        <source>Report (.html)</source>
        <translation>报告 (.html)</translation>
    </message>
    <message>
        <source>Restoring</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Run `git lfs pull` in its repository, or download the file by itself.</source>
        <translation>请在其仓库中运行 `git lfs pull`，或单独下载该文件。</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Running it needs the library that has it (--op-library FILE.so).</source>
        <translation>运行它需要包含该算子的算子库（--op-library FILE.so）。</translation>
    </message>
    <message>
        <source>S&amp;ort topologically</source>
        <translation>拓扑排序(&amp;O)</translation>
    </message>
    <message>
        <source>Samples are only used for int8.</source>
        <translation>样本仅用于 int8。</translation>
    </message>
    <message>
        <source>SavedModel (folder)</source>
        <translation>SavedModel（文件夹）</translation>
    </message>
    <message>
        <source>Say so with --to: {names}.</source>
        <translation>请用 --to 指明：{names}。</translation>
    </message>
    <message>
        <source>Say which: {name}={file}:KEY.</source>
        <translation>请指明是哪个：{name}={file}:KEY。</translation>
    </message>
    <message>
        <source>Scale it to 0..255.</source>
        <translation>请缩放到 0..255。</translation>
    </message>
    <message>
        <source>Scale the weights before a batch normalisation instead of what comes out of them.</source>
        <translation>把批归一化的缩放并入它前面的权重。</translation>
    </message>
    <message>
        <source>Several sources go into a folder: say with --to what they are to become.</source>
        <translation>多个来源要放进一个文件夹：请用 --to 指明要转换成什么。</translation>
    </message>
    <message>
        <source>Sharp at any size, for web pages and editing</source>
        <translation>任意大小都清晰，用于网页和编辑</translation>
    </message>
    <message>
        <source>Signature's &amp;name</source>
        <translation>签名名称(&amp;N)</translation>
    </message>
    <message>
        <source>Something went wrong in Cryograph itself ({kind}).</source>
        <translation>Cryograph 自身出现错误（{kind}）。</translation>
    </message>
    <message>
        <source>Start Cryograph without it.</source>
        <translation>请取消它后再启动 Cryograph。</translation>
    </message>
    <message>
        <source>Start one there (tf.distribute.Server), or look at the port.</source>
        <translation>请在那里启动一个（tf.distribute.Server），或检查端口。</translation>
    </message>
    <message>
        <source>Starting TensorFlow</source>
        <translation>启动 TensorFlow</translation>
    </message>
    <message>
        <source>Stay variables, beside the graph</source>
        <translation>仍为变量，存放在图旁边</translation>
    </message>
    <message>
        <source>Store a variable that is in slices as one.</source>
        <translation>将以切片存储的变量合为一个存储。</translation>
    </message>
    <message>
        <source>Store large float32 weights as float16: half the size, outputs within some percent.</source>
        <translation>把较大的 float32 权重存为 float16：大小减半，输出相差百分之几以内。</translation>
    </message>
    <message>
        <source>Strings in {name} end with zero bytes, which numpy's files can't hold.</source>
        <translation>{name} 中的字符串以零字节结尾，numpy 文件无法保存。</translation>
    </message>
    <message>
        <source>TFLite has nothing for {ops}.</source>
        <translation>TFLite 中没有与 {ops} 对应的算子。</translation>
    </message>
    <message>
        <source>TFLite's converter says: {message}</source>
        <translation>TFLite 转换器报告：{message}</translation>
    </message>
    <message>
        <source>TFLite's interpreter can't run it: {message}</source>
        <translation>TFLite 解释器无法运行它：{message}</translation>
    </message>
    <message>
        <source>TFLite's interpreter gives what TensorFlow gives, to within {part} % of the largest value.</source>
        <translation>TFLite 解释器的结果与 TensorFlow 一致，误差不超过最大值的 {part} %。</translation>
    </message>
    <message>
        <source>TFLite's interpreter, with TensorFlow running the select ops, gives what TensorFlow gives, to within {part} % of the largest value.</source>
        <translation>由 TensorFlow 运行其中的 select 算子时，TFLite 解释器的结果与 TensorFlow 一致，误差不超过最大值的 {part} %。</translation>
    </message>
    <message>
        <source>Take a slice with --slice, or write them to a file with -o.</source>
        <translation>请用 --slice 取切片，或用 -o 写入文件。</translation>
    </message>
    <message>
        <source>Temporary files can't be written in {folder}: {reason}.</source>
        <translation>无法在 {folder} 中写入临时文件：{reason}。</translation>
    </message>
    <message>
        <source>TensorBoard event file</source>
        <translation>TensorBoard 事件文件</translation>
    </message>
    <message>
        <source>TensorFlow Lite (.tflite)</source>
        <translation>TensorFlow Lite (.tflite)</translation>
    </message>
    <message>
        <source>TensorFlow can't be started: {message}</source>
        <translation>无法启动 TensorFlow：{message}</translation>
    </message>
    <message>
        <source>TensorFlow can't import the frozen graph: {reason}</source>
        <translation>TensorFlow 无法导入冻结图：{reason}</translation>
    </message>
    <message>
        <source>TensorFlow can't load the SavedModel: {reason}</source>
        <translation>TensorFlow 无法加载 SavedModel：{reason}</translation>
    </message>
    <message>
        <source>TensorFlow gives {one}, and the result {other}.</source>
        <translation>TensorFlow 给出 {one}，而转换结果给出 {other}。</translation>
    </message>
    <message>
        <source>TensorFlow loads the SavedModel, and its signature gives what the original gives.</source>
        <translation>TensorFlow 能加载 SavedModel，其签名给出的结果与原模型相同。</translation>
    </message>
    <message>
        <source>TensorFlow says: {message}</source>
        <translation>TensorFlow 报告：{message}</translation>
    </message>
    <message>
        <source>TensorFlow uses an instruction that this processor doesn't have (SIGILL).</source>
        <translation>TensorFlow 使用了此处理器不支持的指令（SIGILL）。</translation>
    </message>
    <message>
        <source>TensorFlow's allowed from the start</source>
        <translation>一开始就允许使用 TensorFlow 的算子</translation>
    </message>
    <message>
        <source>TensorFlow's own conversion leaves this as it is, and then can't import its result. The repaired graph computes the same.</source>
        <translation>TensorFlow 自带的转换不处理此处，随后无法导入自己的结果。修复后的图计算结果相同。</translation>
    </message>
    <message>
        <source>TensorFlow's where there is no other way</source>
        <translation>别无他法时使用 TensorFlow 的算子</translation>
    </message>
    <message>
        <source>The TensorFlow process crashed ({signal}).</source>
        <translation>TensorFlow 进程崩溃（{signal}）。</translation>
    </message>
    <message>
        <source>The TensorFlow process ended before the job was done.</source>
        <translation>TensorFlow 进程在任务完成之前结束。</translation>
    </message>
    <message>
        <source>The TensorFlow process ended with status {status}.</source>
        <translation>TensorFlow 进程结束，状态码 {status}。</translation>
    </message>
    <message>
        <source>The TensorFlow process ran out of memory ({signal}).</source>
        <translation>TensorFlow 进程内存耗尽（{signal}）。</translation>
    </message>
    <message>
        <source>The TensorFlow process was killed, most likely for lack of memory.</source>
        <translation>TensorFlow 进程被终止，很可能是因为内存不足。</translation>
    </message>
    <message>
        <source>The archive is damaged: it has no config.json that can be read.</source>
        <translation>归档已损坏：其中没有可读取的 config.json。</translation>
    </message>
    <message>
        <source>The attribute {first} is unknown to TensorFlow 2.21: it may not import the result.</source>
        <translation>属性 {first} 是 TensorFlow 2.21 不认识的：它可能无法导入结果。</translation>
    </message>
    <message>
        <source>The bodies of its {count} functions are left out.</source>
        <translation>它的 {count} 个函数的函数体不包含在内。</translation>
    </message>
    <message>
        <source>The bodies of the library's functions too, beside the graph.</source>
        <translation>也包含函数库中各函数的函数体，放在图旁边。</translation>
    </message>
    <message>
        <source>The body of its function is left out.</source>
        <translation>它的函数的函数体不包含在内。</translation>
    </message>
    <message>
        <source>The check failed, and no file was written: {reason}</source>
        <translation>检查未通过，没有写入文件：{reason}</translation>
    </message>
    <message>
        <source>The check failed, and nothing was written: {what} No: {detail}</source>
        <translation>检查未通过，未写入任何内容：{what} 否：{detail}</translation>
    </message>
    <message>
        <source>The checkpoint also has moving averages of {count} of these variables; the raw weights are used.</source>
        <translation>检查点中还有其中 {count} 个变量的滑动平均；现使用原始权重。</translation>
    </message>
    <message>
        <source>The checkpoint lacks a variable that is needed: {names}.</source>
        <translation>检查点缺少一个需要的变量：{names}。</translation>
    </message>
    <message>
        <source>The checkpoint lacks variables that the signature needs: {names}.</source>
        <translation>检查点缺少签名所需的变量：{names}。</translation>
    </message>
    <message>
        <source>The checkpoint lacks {count} of the {all} variables that {outputs} needs: {names}.</source>
        <translation>{outputs} 需要的 {all} 个变量中，检查点缺少 {count} 个：{names}。</translation>
    </message>
    <message>
        <source>The checkpoint lacks {count} variables that are needed: {names}.</source>
        <translation>检查点缺少 {count} 个需要的变量：{names}。</translation>
    </message>
    <message>
        <source>The checkpoint lacks {name}, which {outputs} needs.</source>
        <translation>检查点缺少 {outputs} 需要的 {name}。</translation>
    </message>
    <message>
        <source>The checksum of one variable is wrong.</source>
        <translation>1 个变量的校验和不对。</translation>
    </message>
    <message>
        <source>The checksum of {name} is wrong.</source>
        <translation>{name} 的校验和有误。</translation>
    </message>
    <message>
        <source>The checksum of {name} is wrong: its values are damaged.</source>
        <translation>{name} 的校验和有误：其数值已损坏。</translation>
    </message>
    <message>
        <source>The checksum of {name} is wrong: its {size} bytes from byte {offset} of {file} are damaged.</source>
        <translation>{name} 的校验和有误：{file} 中自偏移 {offset} 起的 {size} 字节已损坏。</translation>
    </message>
    <message>
        <source>The checksums of {count} variables are wrong.</source>
        <translation>{count} 个变量的校验和不对。</translation>
    </message>
    <message>
        <source>The chosen passes find nothing to do.</source>
        <translation>所选的优化没有可做的事。</translation>
    </message>
    <message>
        <source>The connection to {server} is lost: {message}</source>
        <translation>与 {server} 的连接已断开：{message}</translation>
    </message>
    <message>
        <source>The constants can't be computed: {reason}</source>
        <translation>无法计算常量：{reason}</translation>
    </message>
    <message>
        <source>The drawing can't be shown.</source>
        <translation>图形无法显示。</translation>
    </message>
    <message>
        <source>The drawing is too large for a page; export it by itself.</source>
        <translation>图形太大，放不进网页；请单独导出。</translation>
    </message>
    <message>
        <source>The drawing opens.</source>
        <translation>图形可以打开。</translation>
    </message>
    <message>
        <source>The file is cut off or damaged: copy or download it again.</source>
        <translation>文件不完整或已损坏：请重新复制或下载。</translation>
    </message>
    <message>
        <source>The file is cut off: copy or download it again.</source>
        <translation>文件不完整：请重新复制或下载。</translation>
    </message>
    <message>
        <source>The file is damaged: copy or download it again.</source>
        <translation>文件已损坏：请重新复制或下载。</translation>
    </message>
    <message>
        <source>The file reads back as the same graph.</source>
        <translation>文件读回后是同一个图。</translation>
    </message>
    <message>
        <source>The file reads back with right checksums and the same graph.</source>
        <translation>文件读回后校验和正确，图也相同。</translation>
    </message>
    <message>
        <source>The file would be {size:.1f} GB: a .pb can't be larger than 2 GB, protobuf's own limit.</source>
        <translation>文件将达 {size:.1f} GB：.pb 不能超过 protobuf 自身的 2 GB 限制。</translation>
    </message>
    <message>
        <source>The file would be {size:.1f} GB: an .onnx can't be larger than 2 GB, protobuf's own limit.</source>
        <translation>文件将达 {size:.1f} GB：.onnx 不能超过 protobuf 自身的 2 GB 限制。</translation>
    </message>
    <message>
        <source>The file {file}, which a table is filled from, is not beside the model.</source>
        <translation>填充表所用的文件 {file} 不在模型旁边。</translation>
    </message>
    <message>
        <source>The folder variables holds no checkpoint: the graph is shown without values.</source>
        <translation>variables 文件夹中没有检查点：图不带数值显示。</translation>
    </message>
    <message>
        <source>The frozen graph can't be run: {reason}</source>
        <translation>无法运行冻结图：{reason}</translation>
    </message>
    <message>
        <source>The frozen graph does not compute the same: {outputs}.</source>
        <translation>冻结图的计算结果不同：{outputs}。</translation>
    </message>
    <message>
        <source>The frozen graph gives what the original gives.</source>
        <translation>冻结图给出的结果与原图相同。</translation>
    </message>
    <message>
        <source>The function call {first} stays as it is.</source>
        <translation>函数调用 {first} 保持原样。</translation>
    </message>
    <message>
        <source>The function {function} makes the variable {node} for itself; its value can't be told.</source>
        <translation>函数 {function} 为自身创建了变量 {node}；无法得知它的值。</translation>
    </message>
    <message>
        <source>The graph and the checkpoint are of different models.</source>
        <translation>图和检查点属于不同的模型。</translation>
    </message>
    <message>
        <source>The graph can't be read: {reason}</source>
        <translation>无法读取图：{reason}</translation>
    </message>
    <message>
        <source>The graph does more than compute.</source>
        <translation>此图不仅仅进行计算。</translation>
    </message>
    <message>
        <source>The graph has variables and no values for them: {count}, {name} among them.</source>
        <translation>图中有变量而没有它们的数值：共 {count} 个，包括 {name}。</translation>
    </message>
    <message>
        <source>The graph of {name} is too large for an event: protobuf's limit is 2 GiB.</source>
        <translation>{name} 的图太大，放不进一个事件：protobuf 的上限是 2 GiB。</translation>
    </message>
    <message>
        <source>The graph page will show 1 op.</source>
        <translation>图页面将显示 1 个算子。</translation>
    </message>
    <message>
        <source>The graph page will show {count} ops.</source>
        <translation>图页面将显示 {count} 个算子。</translation>
    </message>
    <message>
        <source>The graph would take {size:.1f} GB: it can't be larger than 2 GB, protobuf's own limit.</source>
        <translation>图将占 {size:.1f} GB：它不能大于 2 GB，这是 protobuf 本身的限制。</translation>
    </message>
    <message>
        <source>The graph's saver does not say where some variables are stored; entries of the same name are taken.</source>
        <translation>图中的 saver 没有说明某些变量存放在哪里；现采用同名条目。</translation>
    </message>
    <message>
        <source>The graph's saver restores every variable.</source>
        <translation>图中的 saver 能恢复每个变量。</translation>
    </message>
    <message>
        <source>The job was ended after its time limit of 1 second.</source>
        <translation>任务超过 1 秒的时间限制，已被终止。</translation>
    </message>
    <message>
        <source>The job was ended after its time limit of {seconds} seconds.</source>
        <translation>任务超过 {seconds} 秒的时间限制，已被终止。</translation>
    </message>
    <message>
        <source>The key {key} is there twice.</source>
        <translation>键 {key} 出现了两次。</translation>
    </message>
    <message>
        <source>The layout of the graph was cancelled.</source>
        <translation>图的布局已取消。</translation>
    </message>
    <message>
        <source>The log has the details; please report them.</source>
        <translation>详情见日志；请反馈给我们。</translation>
    </message>
    <message>
        <source>The lookup table behind {node} is filled by an initialiser, which the outputs don't reach.</source>
        <translation>{node} 背后的查找表由初始化算子填充，而所选输出到达不了它。</translation>
    </message>
    <message>
        <source>The model's description is larger than any model's.</source>
        <translation>模型的描述大得超出任何模型。</translation>
    </message>
    <message>
        <source>The model's own</source>
        <translation>模型自己的</translation>
    </message>
    <message>
        <source>The names of the variables are lost.</source>
        <translation>变量的名称已丢失。</translation>
    </message>
    <message>
        <source>The names of the variables are not those that were written.</source>
        <translation>变量的名称与写入的不同。</translation>
    </message>
    <message>
        <source>The object tree can't be read: {reason}</source>
        <translation>无法读取对象树：{reason}</translation>
    </message>
    <message>
        <source>The object tree of TensorFlow 2 is left out: tf.train.Checkpoint can't restore the result.</source>
        <translation>不包含 TensorFlow 2 的对象树：tf.train.Checkpoint 无法恢复该结果。</translation>
    </message>
    <message>
        <source>The object tree of TensorFlow 2 is lost: the result has signatures, and no Python objects or Keras layers.</source>
        <translation>TensorFlow 2 的对象树会丢失：结果有签名，没有 Python 对象或 Keras 层。</translation>
    </message>
    <message>
        <source>The one op is needed.</source>
        <translation>唯一的算子是需要的。</translation>
    </message>
    <message>
        <source>The one op is written as the file has it; nothing is frozen.</source>
        <translation>唯一的算子按文件原样写出，不做冻结。</translation>
    </message>
    <message>
        <source>The op {node} can't run on the device asked for.</source>
        <translation>算子 {node} 无法在所要求的设备上运行。</translation>
    </message>
    <message>
        <source>The op {op} is not part of this TensorFlow.</source>
        <translation>此 TensorFlow 不包含算子 {op}。</translation>
    </message>
    <message>
        <source>The optimised graph gives what the original gives, within {relative} of it.</source>
        <translation>优化图给出的结果与原图相同，相对误差在 {relative} 以内。</translation>
    </message>
    <message>
        <source>The optimiser's</source>
        <translation>优化器的</translation>
    </message>
    <message>
        <source>The original can't be run: {reason}</source>
        <translation>无法运行原图：{reason}</translation>
    </message>
    <message>
        <source>The original gives {one}, the frozen graph {other}.</source>
        <translation>原图给出 {one}，冻结图给出 {other}。</translation>
    </message>
    <message>
        <source>The output is {name}: {reason}.</source>
        <translation>输出为 {name}：{reason}。</translation>
    </message>
    <message>
        <source>The outputs depend on no input: there is nothing to run.</source>
        <translation>这些输出不依赖任何输入：没有可运行的内容。</translation>
    </message>
    <message>
        <source>The page is complete, and loads nothing from elsewhere.</source>
        <translation>网页完整，且不从别处加载任何内容。</translation>
    </message>
    <message>
        <source>The page that was written is not complete, and was not kept.</source>
        <translation>写出的网页不完整，没有保留。</translation>
    </message>
    <message>
        <source>The picture could not be encoded.</source>
        <translation>无法编码图片。</translation>
    </message>
    <message>
        <source>The placeholder {name} needs a value.</source>
        <translation>占位符 {name} 需要一个值。</translation>
    </message>
    <message>
        <source>The printer does not answer.</source>
        <translation>打印机没有响应。</translation>
    </message>
    <message>
        <source>The proof failed, and no file was written: {reason}</source>
        <translation>验证未通过，没有写出文件：{reason}</translation>
    </message>
    <message>
        <source>The proof failed: {reason}</source>
        <translation>验证未通过：{reason}</translation>
    </message>
    <message>
        <source>The ranges for int8 are measured on random values: the result may be far off.</source>
        <translation>int8 的范围由随机数值测得：结果可能相差很大。</translation>
    </message>
    <message>
        <source>The ranges for int8 were measured on random values.</source>
        <translation>int8 的范围由随机数值测得。</translation>
    </message>
    <message>
        <source>The result could not be checked: {reason}</source>
        <translation>无法检查结果：{reason}</translation>
    </message>
    <message>
        <source>The result is the part of the graph that the outputs need.</source>
        <translation>结果是图中输出所需要的部分。</translation>
    </message>
    <message>
        <source>The same graph in letters: to read, to compare, to edit</source>
        <translation>同一个图写成文字：可阅读、比较、编辑</translation>
    </message>
    <message>
        <source>The same is the case for {count} more.</source>
        <translation>另有 {count} 个也是如此。</translation>
    </message>
    <message>
        <source>The samples can't be run: the model needs TensorFlow's own ops, which this interpreter lacks.</source>
        <translation>无法运行样本：模型需要 TensorFlow 自己的算子，而此解释器没有。</translation>
    </message>
    <message>
        <source>The samples for {name} are no numbers but {dtype}.</source>
        <translation>{name} 的样本不是数字，而是 {dtype}。</translation>
    </message>
    <message>
        <source>The samples for {name} have the shape {given}; {wanted} is needed.</source>
        <translation>{name} 的样本形状为 {given}；需要 {wanted}。</translation>
    </message>
    <message>
        <source>The signature {name} gives no outputs.</source>
        <translation>签名 {name} 没有输出。</translation>
    </message>
    <message>
        <source>The signature {name} gives {tensor}, which is not in the graph.</source>
        <translation>签名 {name} 给出 {tensor}，而它不在图中。</translation>
    </message>
    <message>
        <source>The signature {name} names {tensor}, which is not in the graph.</source>
        <translation>签名 {name} 指向 {tensor}，图中没有它。</translation>
    </message>
    <message>
        <source>The slice {words} is for more axes ({given}) than there are ({axes}).</source>
        <translation>切片 {words} 涉及 {given} 个轴，多于现有的 {axes} 个。</translation>
    </message>
    <message>
        <source>The system says: {reason}.</source>
        <translation>系统报告：{reason}。</translation>
    </message>
    <message>
        <source>The table {node} ({op}) can't become a constant: it stays empty until its initialiser runs.</source>
        <translation>查找表 {node}（{op}）不能变为常量：在其初始化算子运行之前它是空的。</translation>
    </message>
    <message>
        <source>The table's words are in a file beside the model, which is not part of a .pb.</source>
        <translation>查找表的词条在模型旁的文件中，不属于 .pb 的一部分。</translation>
    </message>
    <message>
        <source>The tensor has one channel, and {colour} has {wanted}.</source>
        <translation>该张量有 1 个通道，而 {colour} 有 {wanted} 个。</translation>
    </message>
    <message>
        <source>The tensor has {channels} channels, and {colour} has {wanted}.</source>
        <translation>该张量有 {channels} 个通道，而 {colour} 有 {wanted} 个。</translation>
    </message>
    <message>
        <source>The tensor holds whole numbers ({dtype}): a picture scaled to {scale} would be lost.</source>
        <translation>该张量存放整数（{dtype}）：缩放到 {scale} 的图片会丢失内容。</translation>
    </message>
    <message>
        <source>The value for {name} can't be read: {reason}.</source>
        <translation>无法读取 {name} 的值：{reason}。</translation>
    </message>
    <message>
        <source>The value for {name} can't be understood: {words}.</source>
        <translation>无法理解 {name} 的值：{words}。</translation>
    </message>
    <message>
        <source>The value for {name} has the shape {given}; {wanted} is needed.</source>
        <translation>{name} 的值形状为 {given}；需要的是 {wanted}。</translation>
    </message>
    <message>
        <source>The value for {name} has the shape {shape}; {wanted} is needed.</source>
        <translation>{name} 的值形状为 {shape}；需要的是 {wanted}。</translation>
    </message>
    <message>
        <source>The value for {name} is no number, nor a list of numbers: {words}.</source>
        <translation>{name} 的值既不是数字，也不是数字列表：{words}。</translation>
    </message>
    <message>
        <source>The value for {name} is no {dtype}.</source>
        <translation>{name} 的值不是 {dtype}。</translation>
    </message>
    <message>
        <source>The value of its variable is not in a graph: it can't predict alone.</source>
        <translation>图中不含它的变量的数值：单靠它不能预测。</translation>
    </message>
    <message>
        <source>The values for {name} have different shapes: {shapes}.</source>
        <translation>{name} 的各个值形状不同：{shapes}。</translation>
    </message>
    <message>
        <source>The values of its {count} variables are not in a graph: it can't predict alone.</source>
        <translation>图中不含它的 {count} 个变量的数值：单靠它不能预测。</translation>
    </message>
    <message>
        <source>The values of one constant of more than 1 KiB are not in it: TensorBoard does not show them.</source>
        <translation>其中不含 1 个超过 1 KiB 的常量的数值：TensorBoard 不显示它们。</translation>
    </message>
    <message>
        <source>The values of one large constant are left out.</source>
        <translation>1 个大常量的数值不包含在内。</translation>
    </message>
    <message>
        <source>The values of one variable are written.</source>
        <translation>将写出 1 个变量的数值。</translation>
    </message>
    <message>
        <source>The values of {count} constants of more than 1 KiB are not in it: TensorBoard does not show them.</source>
        <translation>其中不含 {count} 个超过 1 KiB 的常量的数值：TensorBoard 不显示它们。</translation>
    </message>
    <message>
        <source>The values of {count} large constants are left out.</source>
        <translation>{count} 个大常量的数值不包含在内。</translation>
    </message>
    <message>
        <source>The values of {count} variables are written.</source>
        <translation>将写出 {count} 个变量的数值。</translation>
    </message>
    <message>
        <source>The values read back are those of the model.</source>
        <translation>读回的数值与模型的相同。</translation>
    </message>
    <message>
        <source>The variable that the output needs is in the checkpoint.</source>
        <translation>输出所需的变量在检查点中。</translation>
    </message>
    <message>
        <source>The variable {name} has no value: nothing restored it.</source>
        <translation>变量 {name} 没有值：没有任何操作恢复过它。</translation>
    </message>
    <message>
        <source>The variables can't be read: {reason}</source>
        <translation>无法读取变量：{reason}</translation>
    </message>
    <message>
        <source>The variables' own names</source>
        <translation>变量自身的名称</translation>
    </message>
    <message>
        <source>The version of ONNX's ops: a newer one has more of them, an older one is read by more programs.</source>
        <translation>ONNX 算子集的版本：较新的算子更多，较旧的能被更多程序读取。</translation>
    </message>
    <message>
        <source>The weights are in {name}, which belongs beside the model.</source>
        <translation>权重在 {name} 中，该文件须与模型放在一起。</translation>
    </message>
    <message>
        <source>The weights go into a file of their own, {name}.</source>
        <translation>权重写入单独的文件 {name}。</translation>
    </message>
    <message>
        <source>The worker gave no times.</source>
        <translation>工作进程没有给出用时。</translation>
    </message>
    <message>
        <source>Their names are those of the graph's Const ops.</source>
        <translation>它们的名称即图中 Const 算子的名称。</translation>
    </message>
    <message>
        <source>There are neither values nor a graph here.</source>
        <translation>这里既没有数值，也没有图。</translation>
    </message>
    <message>
        <source>There are no pictures in {folder}.</source>
        <translation>{folder} 中没有图片。</translation>
    </message>
    <message>
        <source>There are no samples at {path}.</source>
        <translation>{path} 处没有样本。</translation>
    </message>
    <message>
        <source>There are no values here.</source>
        <translation>这里没有数值。</translation>
    </message>
    <message>
        <source>There are several signatures to choose from.</source>
        <translation>有多个签名可供选择。</translation>
    </message>
    <message>
        <source>There are {count} kinds of such ops. If that is what you want, allow it: --allow-risky.</source>
        <translation>这样的算子有 {count} 种。如果这正是您想要的，请允许：--allow-risky。</translation>
    </message>
    <message>
        <source>There are: {devices} (and CPU:1, CPU:2, …, as logical devices).</source>
        <translation>可用的有：{devices}（以及作为逻辑设备的 CPU:1、CPU:2……）。</translation>
    </message>
    <message>
        <source>There are: {devices}.</source>
        <translation>可用的有：{devices}。</translation>
    </message>
    <message>
        <source>There are: {names}.</source>
        <translation>现有：{names}。</translation>
    </message>
    <message>
        <source>There is no Keras model in this HDF5 file.</source>
        <translation>此 HDF5 文件中没有 Keras 模型。</translation>
    </message>
    <message>
        <source>There is no device {device} at {server}.</source>
        <translation>{server} 上没有设备 {device}。</translation>
    </message>
    <message>
        <source>There is no device {device} here.</source>
        <translation>这里没有设备 {device}。</translation>
    </message>
    <message>
        <source>There is no drawing, because the window's part of Cryograph is not here.</source>
        <translation>没有图形，因为这里没有 Cryograph 的窗口部分。</translation>
    </message>
    <message>
        <source>There is no folder for temporary files: {reason}.</source>
        <translation>没有可存放临时文件的文件夹：{reason}。</translation>
    </message>
    <message>
        <source>There is no format {name} to convert to.</source>
        <translation>没有名为 {name} 的转换格式。</translation>
    </message>
    <message>
        <source>There is no function {name} in {model}.</source>
        <translation>{model} 中没有函数 {name}。</translation>
    </message>
    <message>
        <source>There is no graph here, only values.</source>
        <translation>这里没有图，只有数值。</translation>
    </message>
    <message>
        <source>There is no graph here: the checkpoint holds values, and no .meta file.</source>
        <translation>这里没有图：检查点只含数值，没有 .meta 文件。</translation>
    </message>
    <message>
        <source>There is no graph to freeze: these files hold values only.</source>
        <translation>没有可冻结的图：这些文件只有数值。</translation>
    </message>
    <message>
        <source>There is no graph to run: these files hold values only.</source>
        <translation>没有可运行的图：这些文件只有数值。</translation>
    </message>
    <message>
        <source>There is no interpreter: pip install ai-edge-litert</source>
        <translation>没有解释器：pip install ai-edge-litert</translation>
    </message>
    <message>
        <source>There is no meta graph with the tags {tags}.</source>
        <translation>没有标签为 {tags} 的元图。</translation>
    </message>
    <message>
        <source>There is no name scope {names} in {model}.</source>
        <translation>{model} 中没有名称作用域 {names}。</translation>
    </message>
    <message>
        <source>There is no name scope {scope} in {name}.</source>
        <translation>{name} 中没有名称作用域 {scope}。</translation>
    </message>
    <message>
        <source>There is no op {name} in the graph.</source>
        <translation>图中没有算子 {name}。</translation>
    </message>
    <message>
        <source>There is no op {name} to take as an input.</source>
        <translation>没有可作为输入的算子 {name}。</translation>
    </message>
    <message>
        <source>There is no signature {name}.</source>
        <translation>没有签名 {name}。</translation>
    </message>
    <message>
        <source>There is no space left in {folder}, the folder for temporary files.</source>
        <translation>存放临时文件的文件夹 {folder} 已没有剩余空间。</translation>
    </message>
    <message>
        <source>There is no tensor {name} to feed.</source>
        <translation>没有可输入的张量 {name}。</translation>
    </message>
    <message>
        <source>There is not enough memory for a PNG of {width} × {height} pixels.</source>
        <translation>内存不足以生成 {width} × {height} 像素的 PNG。</translation>
    </message>
    <message>
        <source>There is nothing called {name} to feed in the frozen graph.</source>
        <translation>冻结图中没有名为 {name} 的输入。</translation>
    </message>
    <message>
        <source>There is nothing that {suffix} can hold.</source>
        <translation>没有 {suffix} 能保存的内容。</translation>
    </message>
    <message>
        <source>There is nothing to freeze: the outputs need no variable (frozen already, perhaps).</source>
        <translation>没有可冻结的内容：输出不需要任何变量（可能已经冻结过）。</translation>
    </message>
    <message>
        <source>There is {names}.</source>
        <translation>现有 {names}。</translation>
    </message>
    <message>
        <source>There was not enough memory.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>These are the weights of a Keras model without the model itself.</source>
        <translation>这只是 Keras 模型的权重，没有模型本身。</translation>
    </message>
    <message>
        <source>These are: {names}.</source>
        <translation>它们是：{names}。</translation>
    </message>
    <message>
        <source>These outputs do without it: {outputs}.</source>
        <translation>以下输出不需要它：{outputs}。</translation>
    </message>
    <message>
        <source>This TensorFlow has no code that runs {op} on this device.</source>
        <translation>此 TensorFlow 没有在该设备上运行 {op} 的实现。</translation>
    </message>
    <message>
        <source>To keep it, keep the names as they are stored, and rename nothing: --names stored.</source>
        <translation>若要保留，请保持存储时的名称，且不要重命名：--names stored。</translation>
    </message>
    <message>
        <source>To keep the result all the same: --force.</source>
        <translation>若仍要保留结果：--force。</translation>
    </message>
    <message>
        <source>To run it, load its library: --op-library FILE.so.</source>
        <translation>若要运行，请加载它的库：--op-library FILE.so。</translation>
    </message>
    <message>
        <source>To run it, load its library: --op-library FILE.so. The direct engine freezes without it.</source>
        <translation>要运行它，请加载其库：--op-library FILE.so。direct 引擎冻结时不需要它。</translation>
    </message>
    <message>
        <source>Types that the format lacks are written as wider ones, which keep each value exactly: {types}.</source>
        <translation>该格式没有的类型写成更宽的类型，每个数值保持不变：{types}。</translation>
    </message>
    <message>
        <source>Unpack it and open what is inside.</source>
        <translation>请解压后打开其中的内容。</translation>
    </message>
    <message>
        <source>Use the TensorFlow that wrote the graph to run it.</source>
        <translation>请用写出此图的 TensorFlow 来运行它。</translation>
    </message>
    <message>
        <source>Use the averages if the model was evaluated with them: --ema.</source>
        <translation>如果模型是用平均值评估的，请使用平均值：--ema。</translation>
    </message>
    <message>
        <source>Values that belong to no variable of the graph: {count}, {first} among them. They are kept, and not restored.</source>
        <translation>不属于图中任何变量的数值：共 {count} 个，包括 {first}。它们会保留，但不会被恢复。</translation>
    </message>
    <message>
        <source>Variables and graph for training on: readable by tf.train.Saver and import_meta_graph</source>
        <translation>可继续训练的变量和图：tf.train.Saver 与 import_meta_graph 可读取</translation>
    </message>
    <message>
        <source>Variables of the graph without a value in the checkpoint: {count}, {first} among them. The saver leaves them out.</source>
        <translation>图中在检查点里没有数值的变量：共 {count} 个，包括 {first}。saver 不包含它们。</translation>
    </message>
    <message>
        <source>Variables that stay stored in slices: {count}.</source>
        <translation>仍以切片存储的变量：{count} 个。</translation>
    </message>
    <message>
        <source>Weights (.csv files)</source>
        <translation>权重（.csv 文件）</translation>
    </message>
    <message>
        <source>Weights (.npy files)</source>
        <translation>权重（.npy 文件）</translation>
    </message>
    <message>
        <source>Weights (.npz)</source>
        <translation>权重 (.npz)</translation>
    </message>
    <message>
        <source>Weights (.safetensors)</source>
        <translation>权重 (.safetensors)</translation>
    </message>
    <message>
        <source>Weights (HDF5)</source>
        <translation>权重 (HDF5)</translation>
    </message>
    <message>
        <source>What becomes of the variables.</source>
        <translation>变量将变成什么。</translation>
    </message>
    <message>
        <source>What it is on one page, to send to a colleague</source>
        <translation>用一页说明它是什么，可发给同事</translation>
    </message>
    <message>
        <source>What the variables of a TensorFlow 2 checkpoint are called in the result.</source>
        <translation>TensorFlow 2 检查点中的变量在结果中的名称。</translation>
    </message>
    <message>
        <source>What was drawn can't be opened, and was not kept.</source>
        <translation>画出的图形打不开，没有保留。</translation>
    </message>
    <message>
        <source>What was written does not read back as the same graph, and was not kept.</source>
        <translation>写出的内容读回后不是同一个图，没有保留。</translation>
    </message>
    <message>
        <source>What weights are stored as; int8 also computes in whole numbers, in ranges measured on samples.</source>
        <translation>权重的存储类型；int8 还以整数计算，范围由样本测得。</translation>
    </message>
    <message>
        <source>Where should it go? Say so with -o OUT.pb (or ask for --dry-run).</source>
        <translation>要写到哪里？请用 -o OUT.pb 指定（或使用 --dry-run）。</translation>
    </message>
    <message>
        <source>Whether they lie in a file beside the model, which is then small, and can be of any size with them.</source>
        <translation>权重是否放在模型旁边的文件中；这样模型文件很小，整体大小也不受限制。</translation>
    </message>
    <message>
        <source>Whether they may run in TensorFlow's own code, which the program around the model must bring.</source>
        <translation>它们是否可以用 TensorFlow 自己的代码运行；运行模型的程序须自带该代码。</translation>
    </message>
    <message>
        <source>Whole, as it is in the file</source>
        <translation>完整，按文件原样</translation>
    </message>
    <message>
        <source>With the &amp;graph</source>
        <translation>包含图(&amp;G)</translation>
    </message>
    <message>
        <source>With this depth the drawing may have {count} boxes.</source>
        <translation>用这个深度，图形可能有 {count} 个方框。</translation>
    </message>
    <message>
        <source>With variables as constants the table {node} would stay empty.</source>
        <translation>若变量变为常量，表 {node} 将为空。</translation>
    </message>
    <message>
        <source>Write KEY=NAME,KEY=NAME.</source>
        <translation>请写成 KEY=NAME,KEY=NAME。</translation>
    </message>
    <message>
        <source>Write OLD=NEW, where OLD is a regular expression.</source>
        <translation>请写成 OLD=NEW，其中 OLD 是正则表达式。</translation>
    </message>
    <message>
        <source>Write PATTERN=REPLACEMENT, e.g. generator/*=g/*.</source>
        <translation>请写成 PATTERN=REPLACEMENT，例如 generator/*=g/*。</translation>
    </message>
    <message>
        <source>Write a .meta file too.</source>
        <translation>同时写入 .meta 文件。</translation>
    </message>
    <message>
        <source>Write a .pb instead.</source>
        <translation>请改写 .pb。</translation>
    </message>
    <message>
        <source>Write it as in Python, for example 0,:,3:5.</source>
        <translation>请按 Python 的写法，例如 0,:,3:5。</translation>
    </message>
    <message>
        <source>Write name scopes, or a .json or .dot file.</source>
        <translation>请写名称作用域，或写 .json 或 .dot 文件。</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Writing one variable</source>
        <translation>写入 1 个变量</translation>
    </message>
    <message>
        <source>Writing {count} variables</source>
        <translation>写入 {count} 个变量</translation>
    </message>
    <message>
        <source>a block is damaged</source>
        <translation>有一个数据块已损坏</translation>
    </message>
    <message>
        <source>a block of {size} bytes is expected, and the file ends before it</source>
        <translation>应有 {size} 字节的数据块，但文件提前结束</translation>
    </message>
    <message>
        <source>a block says it holds {size} bytes, more than the {limit} allowed</source>
        <translation>有一个数据块声称有 {size} 字节，超过允许的 {limit}</translation>
    </message>
    <message>
        <source>a checksum that identifies the model</source>
        <translation>用于识别模型的校验和</translation>
    </message>
    <message>
        <source>a compressed block is damaged</source>
        <translation>有一个压缩块已损坏</translation>
    </message>
    <message>
        <source>a constant has the impossible shape {shape}</source>
        <translation>有一个常量的形状 {shape} 不可能存在</translation>
    </message>
    <message>
        <source>a constant of shape {shape} holds {size} bytes</source>
        <translation>形状为 {shape} 的常量含有 {size} 字节</translation>
    </message>
    <message>
        <source>a constant of shape {shape} is too large to be shown</source>
        <translation>形状为 {shape} 的常量太大，无法显示</translation>
    </message>
    <message>
        <source>a file of this size is not read back</source>
        <translation>这么大的文件不读回</translation>
    </message>
    <message>
        <source>a function takes {size} bytes besides its tensors</source>
        <translation>有一个函数除张量外还占 {size} 字节</translation>
    </message>
    <message>
        <source>a graph of its own</source>
        <translation>独立的图</translation>
    </message>
    <message>
        <source>a page of this size is not read back</source>
        <translation>这么大的网页不读回</translation>
    </message>
    <message>
        <source>a part of the file ends before it should</source>
        <translation>文件的一部分提前结束</translation>
    </message>
    <message>
        <source>a part of the graph takes {size} bytes</source>
        <translation>图的一部分占 {size} 字节</translation>
    </message>
    <message>
        <source>a part of the meta graph takes {size} bytes</source>
        <translation>元图的一部分占 {size} 字节</translation>
    </message>
    <message>
        <source>a slice of {name} has a different rank than the whole</source>
        <translation>{name} 的一个切片与整体的秩不同</translation>
    </message>
    <message>
        <source>a slice of {name} has another shape than its key says</source>
        <translation>{name} 的一个切片与其键所示的形状不符</translation>
    </message>
    <message>
        <source>a slice of {name} is missing from the index</source>
        <translation>索引中缺少 {name} 的一个切片</translation>
    </message>
    <message>
        <source>a slice of {name} reaches outside its shape</source>
        <translation>{name} 的一个切片超出了它的形状</translation>
    </message>
    <message>
        <source>a text of this size is not read back</source>
        <translation>这么大的文本不读回</translation>
    </message>
    <message>
        <source>a {op} at the end</source>
        <translation>位于末端的 {op}</translation>
    </message>
    <message>
        <source>a {op}; nothing outside training reads it</source>
        <translation>{op}；除训练外没有其他节点读取它</translation>
    </message>
    <message>
        <source>an entry reaches outside its block</source>
        <translation>有一个条目超出了所在的数据块</translation>
    </message>
    <message>
        <source>an event's checksum is wrong</source>
        <translation>一个事件的校验和不对</translation>
    </message>
    <message>
        <source>an event's length can't be right</source>
        <translation>一个事件的长度不可能正确</translation>
    </message>
    <message>
        <source>an index was given for a value without axes</source>
        <translation>给出了索引，而该值没有轴</translation>
    </message>
    <message>
        <source>an {op} at the end</source>
        <translation>位于末端的 {op}</translation>
    </message>
    <message>
        <source>an {op}; nothing outside training reads it</source>
        <translation>{op}；除训练外没有其他节点读取它</translation>
    </message>
    <message>
        <source>each is too large to be read back at once</source>
        <translation>每个都太大，无法一次读回</translation>
    </message>
    <message>
        <source>fields that are not known were left out: {names}</source>
        <translation>已略去未知的字段：{names}</translation>
    </message>
    <message>
        <source>float16: half the size</source>
        <translation>float16：大小减半</translation>
    </message>
    <message>
        <source>float32: as the model has it</source>
        <translation>float32：与模型相同</translation>
    </message>
    <message>
        <source>index {index} is outside axis {axis}, which has {size}</source>
        <translation>索引 {index} 超出第 {axis} 轴的范围，该轴长度为 {size}</translation>
    </message>
    <message>
        <source>infinite or not a number in one of them only</source>
        <translation>仅其中之一为无穷大或非数字</translation>
    </message>
    <message>
        <source>it can't be read as a picture: {reason}</source>
        <translation>无法作为图片读取：{reason}</translation>
    </message>
    <message>
        <source>it can't be read as samples: {reason}</source>
        <translation>无法作为样本读取：{reason}</translation>
    </message>
    <message>
        <source>it can't be read: {reason}</source>
        <translation>无法读取：{reason}</translation>
    </message>
    <message>
        <source>it holds no plain array: {reason}</source>
        <translation>其中没有普通数组：{reason}</translation>
    </message>
    <message>
        <source>it is cut off: {size} of {expected} bytes are there</source>
        <translation>文件不完整：应有 {expected} 字节，只有 {size} 字节</translation>
    </message>
    <message>
        <source>it is no text (UTF-8)</source>
        <translation>它不是文本（UTF-8）</translation>
    </message>
    <message>
        <source>it is too large for a list of labels</source>
        <translation>它太大，不会是标签列表</translation>
    </message>
    <message>
        <source>its name says so</source>
        <translation>从名称可知</translation>
    </message>
    <message>
        <source>its name says so, and it ends a branch</source>
        <translation>从名称可知，且是分支的末端</translation>
    </message>
    <message>
        <source>its strings end with zero bytes, which numpy's files can't hold</source>
        <translation>其字符串以零字节结尾，numpy 文件无法保存</translation>
    </message>
    <message>
        <source>largest difference {difference}</source>
        <translation>最大差值 {difference}</translation>
    </message>
    <message>
        <source>last op of a branch</source>
        <translation>分支的最后一个算子</translation>
    </message>
    <message>
        <source>left over from an interrupted save</source>
        <translation>保存中断后的残留文件</translation>
    </message>
    <message>
        <source>libraries that TensorFlow needs for the GPU are missing</source>
        <translation>缺少 TensorFlow 使用 GPU 所需的库</translation>
    </message>
    <message>
        <source>line {line} can't be read: {text}</source>
        <translation>无法读取第 {line} 行：{text}</translation>
    </message>
    <message>
        <source>more than {limit} bytes of entries</source>
        <translation>条目超过 {limit} 字节</translation>
    </message>
    <message>
        <source>more than {limit} entries</source>
        <translation>条目超过 {limit} 个</translation>
    </message>
    <message>
        <source>more than {limit} meta graphs</source>
        <translation>元图超过 {limit} 个</translation>
    </message>
    <message>
        <source>more than {limit} nodes</source>
        <translation>节点超过 {limit} 个</translation>
    </message>
    <message>
        <source>name of one variable</source>
        <translation>一个变量的名称</translation>
    </message>
    <message>
        <source>names of the variables</source>
        <translation>变量的名称</translation>
    </message>
    <message>
        <source>names of {count} variables</source>
        <translation>{count} 个变量的名称</translation>
    </message>
    <message>
        <source>networkx reads back as many nodes and edges as the graph has.</source>
        <translation>networkx 读回的节点数和边数与图的相同。</translation>
    </message>
    <message>
        <source>networkx writes {suffix} through memory: about {size} GB.</source>
        <translation>networkx 写 {suffix} 要经过内存：约 {size} GB。</translation>
    </message>
    <message>
        <source>no NVIDIA driver on this machine</source>
        <translation>这台机器上没有 NVIDIA 驱动</translation>
    </message>
    <message>
        <source>nodes: {nodes}, edges: {edges}</source>
        <translation>节点：{nodes}，边：{edges}</translation>
    </message>
    <message>
        <source>not of the same dtype and shape</source>
        <translation>数据类型和形状不同</translation>
    </message>
    <message>
        <source>not the same values</source>
        <translation>值不相同</translation>
    </message>
    <message>
        <source>nothing reads it</source>
        <translation>没有节点读取它</translation>
    </message>
    <message>
        <source>one byte is expected, and the file ends before it</source>
        <translation>应有 1 字节，但文件提前结束</translation>
    </message>
    <message>
        <source>one input names a node that is not in the graph</source>
        <translation>有 1 个输入指向图中不存在的节点</translation>
    </message>
    <message>
        <source>one name appears twice; the last counts</source>
        <translation>1 个名称出现两次；以最后一次为准</translation>
    </message>
    <message>
        <source>one name belongs to more than one node</source>
        <translation>1 个名称对应多个节点</translation>
    </message>
    <message>
        <source>one of the checkpoint's files is missing: {names}</source>
        <translation>检查点缺少 1 个文件：{names}</translation>
    </message>
    <message>
        <source>onnx.checker accepts the file.</source>
        <translation>onnx.checker 认可该文件。</translation>
    </message>
    <message>
        <source>onnxruntime can't run it: {message}</source>
        <translation>onnxruntime 无法运行它：{message}</translation>
    </message>
    <message>
        <source>onnxruntime gives what TensorFlow gives, to within {part} % of the largest value.</source>
        <translation>onnxruntime 的结果与 TensorFlow 一致，误差不超过最大值的 {part} %。</translation>
    </message>
    <message>
        <source>onnxruntime is not installed. {command}</source>
        <translation>未安装 onnxruntime。{command}</translation>
    </message>
    <message>
        <source>opset {opset}, 1 op</source>
        <translation>opset {opset}，1 个算子</translation>
    </message>
    <message>
        <source>opset {opset}, {count} ops</source>
        <translation>opset {opset}，{count} 个算子</translation>
    </message>
    <message>
        <source>output {key} of the signature {signature}</source>
        <translation>签名 {signature} 的输出 {key}</translation>
    </message>
    <message>
        <source>safetensors has no type for {dtype}</source>
        <translation>safetensors 没有对应 {dtype} 的类型</translation>
    </message>
    <message>
        <source>says which model is the newest</source>
        <translation>记录哪个模型最新</translation>
    </message>
    <message>
        <source>some names of variables are not text; their bytes are shown as \x..</source>
        <translation>有些变量名不是文本；其字节显示为 \x..</translation>
    </message>
    <message>
        <source>strings have no row-major bytes</source>
        <translation>字符串没有按行排列的字节</translation>
    </message>
    <message>
        <source>tf2onnx can't convert it: {message}</source>
        <translation>tf2onnx 无法转换它：{message}</translation>
    </message>
    <message>
        <source>tf2onnx can't convert {node}: {message}</source>
        <translation>tf2onnx 无法转换 {node}：{message}</translation>
    </message>
    <message>
        <source>tf2onnx has no converter of its own for {op} ({count}).</source>
        <translation>tf2onnx 没有专门转换 {op} 的方法（{count} 处）。</translation>
    </message>
    <message>
        <source>tf2onnx is not installed. {command}</source>
        <translation>未安装 tf2onnx。{command}</translation>
    </message>
    <message>
        <source>the NVIDIA driver finds no graphics card</source>
        <translation>NVIDIA 驱动没有找到显卡</translation>
    </message>
    <message>
        <source>the checkpoint that this file names is not here: {name}</source>
        <translation>此文件所指的检查点不在这里：{name}</translation>
    </message>
    <message>
        <source>the checksum of this block is wrong</source>
        <translation>此数据块的校验和有误</translation>
    </message>
    <message>
        <source>the checksum of {name} is wrong</source>
        <translation>{name} 的校验和有误</translation>
    </message>
    <message>
        <source>the constant {name} is damaged</source>
        <translation>常量 {name} 已损坏</translation>
    </message>
    <message>
        <source>the crc of {count} is wrong, so the values are damaged: {names}</source>
        <translation>{count} 的 crc 有误，因此数值已损坏：{names}</translation>
    </message>
    <message>
        <source>the entry of the object tree is no string</source>
        <translation>对象树的条目不是字符串</translation>
    </message>
    <message>
        <source>the entry of {name} holds impossible numbers</source>
        <translation>{name} 的条目中有不可能的数值</translation>
    </message>
    <message>
        <source>the entry of {name} is damaged</source>
        <translation>{name} 的条目已损坏</translation>
    </message>
    <message>
        <source>the field {name} stands twice in one message, which a text can't say</source>
        <translation>字段 {name} 在一条消息中出现两次，文本无法表示</translation>
    </message>
    <message>
        <source>the file became shorter while it was being read</source>
        <translation>读取期间文件变短了</translation>
    </message>
    <message>
        <source>the file is cut off or damaged here ({detail})</source>
        <translation>文件在此处不完整或已损坏（{detail}）</translation>
    </message>
    <message>
        <source>the file is cut off or damaged: its last {size} bytes, which say where everything is, are wrong</source>
        <translation>文件不完整或已损坏：记录各部分位置的最后 {size} 字节有误</translation>
    </message>
    <message>
        <source>the footer is damaged</source>
        <translation>文件尾已损坏</translation>
    </message>
    <message>
        <source>the graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>the graph: one op</source>
        <translation>图：一个算子</translation>
    </message>
    <message>
        <source>the graph: one op, one function</source>
        <translation>图：1 个算子，1 个函数</translation>
    </message>
    <message>
        <source>the graph: one op, {functions} functions</source>
        <translation>图：1 个算子，{functions} 个函数</translation>
    </message>
    <message>
        <source>the graph: {ops} ops</source>
        <translation>图：{ops} 个算子</translation>
    </message>
    <message>
        <source>the graph: {ops} ops, one function</source>
        <translation>图：{ops} 个算子，1 个函数</translation>
    </message>
    <message>
        <source>the graph: {ops} ops, {functions} functions</source>
        <translation>图：{ops} 个算子，{functions} 个函数</translation>
    </message>
    <message>
        <source>the header entry is damaged</source>
        <translation>头部条目已损坏</translation>
    </message>
    <message>
        <source>the header entry is missing</source>
        <translation>缺少头部条目</translation>
    </message>
    <message>
        <source>the index block is damaged</source>
        <translation>索引块已损坏</translation>
    </message>
    <message>
        <source>the list of variables is damaged</source>
        <translation>变量列表已损坏</translation>
    </message>
    <message>
        <source>the list of variables is missing</source>
        <translation>缺少变量列表</translation>
    </message>
    <message>
        <source>the list of variables takes {size} bytes</source>
        <translation>变量列表占 {size} 字节</translation>
    </message>
    <message>
        <source>the message is nested more than {limit} deep</source>
        <translation>消息嵌套超过 {limit} 层</translation>
    </message>
    <message>
        <source>the name holds a character that no file can have</source>
        <translation>名称中含有文件名不允许的字符</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>名称太长</translation>
    </message>
    <message>
        <source>the node {name} takes more than {limit} bytes besides its tensor</source>
        <translation>节点 {name} 除张量外占用超过 {limit} 字节</translation>
    </message>
    <message>
        <source>the object tree is damaged</source>
        <translation>对象树已损坏</translation>
    </message>
    <message>
        <source>the object tree is empty</source>
        <translation>对象树是空的</translation>
    </message>
    <message>
        <source>the package safetensors is not installed</source>
        <translation>没有安装 safetensors 包</translation>
    </message>
    <message>
        <source>the picture is too large: {width} × {height} pixels</source>
        <translation>图片太大：{width} × {height} 像素</translation>
    </message>
    <message>
        <source>the slices of {name} leave a gap</source>
        <translation>{name} 的切片之间有空缺</translation>
    </message>
    <message>
        <source>the slices of {name} overlap</source>
        <translation>{name} 的切片相互重叠</translation>
    </message>
    <message>
        <source>the step of a slice can't be 0</source>
        <translation>切片的步长不能为 0</translation>
    </message>
    <message>
        <source>the strings of {name} are damaged</source>
        <translation>{name} 的字符串已损坏</translation>
    </message>
    <message>
        <source>the text ends in the middle of a message</source>
        <translation>文本在一条消息中间结束</translation>
    </message>
    <message>
        <source>the text is nested more than {limit} deep</source>
        <translation>文本嵌套超过 {limit} 层</translation>
    </message>
    <message>
        <source>the values of {name} are missing</source>
        <translation>缺少 {name} 的数值</translation>
    </message>
    <message>
        <source>their values: {size}</source>
        <translation>它们的数值：{size}</translation>
    </message>
    <message>
        <source>there are more than {limit} files in this folder</source>
        <translation>此文件夹中的文件超过 {limit} 个</translation>
    </message>
    <message>
        <source>there is no TensorFlow model in this folder or three levels below it</source>
        <translation>此文件夹及其下三层中都没有 TensorFlow 模型</translation>
    </message>
    <message>
        <source>there is no graph in this file any more</source>
        <translation>这个文件里不再有图</translation>
    </message>
    <message>
        <source>there is no step {step} here; there is {steps}</source>
        <translation>这里没有第 {step} 步；现有 {steps}</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>there is no such file and no such checkpoint</source>
        <translation>没有这个文件，也没有这个检查点</translation>
    </message>
    <message>
        <source>there is no variable or constant called {name}</source>
        <translation>没有名为 {name} 的变量或常量</translation>
    </message>
    <message>
        <source>these are values without names: {index} is missing</source>
        <translation>这些数值没有名称：缺少 {index}</translation>
    </message>
    <message>
        <source>this SavedModel holds no graph</source>
        <translation>此 SavedModel 不含图</translation>
    </message>
    <message>
        <source>this TensorFlow is built for CPU only</source>
        <translation>此 TensorFlow 仅支持 CPU</translation>
    </message>
    <message>
        <source>this binary file was damaged by a conversion of its line ends</source>
        <translation>此二进制文件因换行符转换而损坏</translation>
    </message>
    <message>
        <source>this file is empty</source>
        <translation>此文件是空的</translation>
    </message>
    <message>
        <source>this file names no checkpoint</source>
        <translation>此文件没有指出任何检查点</translation>
    </message>
    <message>
        <source>this file was changed after it was opened</source>
        <translation>此文件在打开之后被修改</translation>
    </message>
    <message>
        <source>this is a Keras model's archive, which can't be looked at without running it</source>
        <translation>这是 Keras 模型的归档，不运行就无法查看</translation>
    </message>
    <message>
        <source>this is a Python pickle, not a TensorFlow graph</source>
        <translation>这是 Python pickle 文件，不是 TensorFlow 图</translation>
    </message>
    <message>
        <source>this is a TensorFlow Lite model, which is opened by other programs</source>
        <translation>这是 TensorFlow Lite 模型，需用其他程序打开</translation>
    </message>
    <message>
        <source>this is a compressed archive</source>
        <translation>这是压缩包</translation>
    </message>
    <message>
        <source>this is a folder, not a file</source>
        <translation>这是文件夹，不是文件</translation>
    </message>
    <message>
        <source>this is a git-lfs pointer, not the file itself, which has {size} bytes</source>
        <translation>这是 git-lfs 指针，不是文件本身；原文件有 {size} 字节</translation>
    </message>
    <message>
        <source>this is a label map (names of classes), not a graph</source>
        <translation>这是标签映射（类别名称），不是图</translation>
    </message>
    <message>
        <source>this is a symbolic link that leads back to itself</source>
        <translation>这是指向自身的符号链接</translation>
    </message>
    <message>
        <source>this is a web page, saved under the name of a model</source>
        <translation>这是以模型名称保存的网页</translation>
    </message>
    <message>
        <source>this is a zip archive</source>
        <translation>这是 zip 压缩包</translation>
    </message>
    <message>
        <source>this is an HDF5 file: if it is a Keras model, it can't be looked at without running it</source>
        <translation>这是 HDF5 文件：如果是 Keras 模型，不运行就无法查看</translation>
    </message>
    <message>
        <source>this is an event log for TensorBoard, not a model</source>
        <translation>这是 TensorBoard 的事件日志，不是模型</translation>
    </message>
    <message>
        <source>this is no TensorFlow model that can be opened</source>
        <translation>这不是可以打开的 TensorFlow 模型</translation>
    </message>
    <message>
        <source>this is not a regular file</source>
        <translation>这不是普通文件</translation>
    </message>
    <message>
        <source>this shard can't be read</source>
        <translation>无法读取此分片</translation>
    </message>
    <message>
        <source>this shard is missing, and with it the values of its variables</source>
        <translation>缺少此分片，其中变量的数值也随之缺失</translation>
    </message>
    <message>
        <source>this text holds bytes that are no text</source>
        <translation>此文本中含有非文本字节</translation>
    </message>
    <message>
        <source>two blocks overlap</source>
        <translation>有两个数据块重叠</translation>
    </message>
    <message>
        <source>two nodes are called {name}</source>
        <translation>有两个节点都名为 {name}</translation>
    </message>
    <message>
        <source>unknown compression {number}</source>
        <translation>未知的压缩方式 {number}</translation>
    </message>
    <message>
        <source>values of type {dtype} can't be read</source>
        <translation>无法读取 {dtype} 类型的值</translation>
    </message>
    <message>
        <source>values: {count}</source>
        <translation>数值：{count} 个</translation>
    </message>
    <message>
        <source>variables and their values: {size}</source>
        <translation>变量及其数值：{size}</translation>
    </message>
    <message>
        <source>variables compared: {count} of {all}</source>
        <translation>已比较的变量：{all} 个中的 {count} 个</translation>
    </message>
    <message>
        <source>variables: {count}</source>
        <translation>变量：{count} 个</translation>
    </message>
    <message>
        <source>what Keras knows of its layers</source>
        <translation>Keras 记录的层信息</translation>
    </message>
    <message>
        <source>what was written does not read back as the same graph, and was not kept</source>
        <translation>写出的内容读回后不是同一个图，没有保留</translation>
    </message>
    <message>
        <source>you may not read this file</source>
        <translation>您没有读取此文件的权限</translation>
    </message>
    <message>
        <source>{after} of {before} ops are needed; the others are left out.</source>
        <translation>{before} 个算子中需要 {after} 个；其余的略去。</translation>
    </message>
    <message>
        <source>{after} of {before} ops are needed; {dropped} for training, saving and summaries are left out.</source>
        <translation>{before} 个算子中需要 {after} 个；用于训练、保存和摘要的 {dropped} 个被略去。</translation>
    </message>
    <message>
        <source>{command}</source>
        <translation>{command}</translation>
    </message>
    <message>
        <source>{count} attributes are unknown to TensorFlow 2.21, {first} among them: it may not import the result.</source>
        <translation>有 {count} 个属性是 TensorFlow 2.21 不认识的，其中有 {first}：它可能无法导入结果。</translation>
    </message>
    <message>
        <source>{count} attributes of a newer TensorFlow are at their defaults and are dropped, {first} among them.</source>
        <translation>来自更新版 TensorFlow 的 {count} 个属性取的是默认值，因此被去掉，其中有 {first}。</translation>
    </message>
    <message>
        <source>{count} batch normalisations go into the weights before them.</source>
        <translation>{count} 个批归一化并入前面的权重。</translation>
    </message>
    <message>
        <source>{count} figures are given for {channels} channels.</source>
        <translation>{channels} 个通道却给出了 {count} 个数字。</translation>
    </message>
    <message>
        <source>{count} function calls are inlined.</source>
        <translation>{count} 个函数调用被内联。</translation>
    </message>
    <message>
        <source>{count} function calls stay as they are, {first} among them.</source>
        <translation>{count} 个函数调用保持原样，其中有 {first}。</translation>
    </message>
    <message>
        <source>{count} inputs in all name nodes that are not in the graph</source>
        <translation>共有 {count} 个输入指向图中不存在的节点</translation>
    </message>
    <message>
        <source>{count} names appear twice; the last of each counts</source>
        <translation>{count} 个名称出现两次；以最后一次为准</translation>
    </message>
    <message>
        <source>{count} names belong to more than one node</source>
        <translation>{count} 个名称对应多个节点</translation>
    </message>
    <message>
        <source>{count} nodes stood before something that they read; now each comes after it.</source>
        <translation>{count} 个节点排在了它们所读取的节点之前；现已排到之后。</translation>
    </message>
    <message>
        <source>{count} of the checkpoint's files are missing: {names}</source>
        <translation>检查点缺少 {count} 个文件：{names}</translation>
    </message>
    <message>
        <source>{count} of {all} shards can't be used</source>
        <translation>{all} 个分片中有 {count} 个无法使用</translation>
    </message>
    <message>
        <source>{count} of {all} variables are taken from their moving averages.</source>
        <translation>{all} 个变量中有 {count} 个取自其滑动平均。</translation>
    </message>
    <message>
        <source>{count} of {total} whole numbers differ, as they may after rounding.</source>
        <translation>{total} 个整数中有 {count} 个不同，舍入之后可能如此。</translation>
    </message>
    <message>
        <source>{count} ops are to be placed beside {name}, which is not in the graph; that is dropped.</source>
        <translation>{count} 个算子要求与 {name} 放在一起，而它不在图中；此要求被去掉。</translation>
    </message>
    <message>
        <source>{count} ops make way for constants computed beforehand.</source>
        <translation>{count} 个算子由预先算好的常量代替。</translation>
    </message>
    <message>
        <source>{count} ops that compute the same as another are merged with it.</source>
        <translation>{count} 个计算内容重复的算子已合并。</translation>
    </message>
    <message>
        <source>{count} ops that only pass a value on are removed.</source>
        <translation>移除 {count} 个只传递值的算子。</translation>
    </message>
    <message>
        <source>{count} ops, with attributes and edges; no weights.</source>
        <translation>{count} 个算子，带属性和边；不含权重。</translation>
    </message>
    <message>
        <source>{count} repairs like this: {repair}</source>
        <translation>{count} 处同类修复：{repair}</translation>
    </message>
    <message>
        <source>{count} shards are more than the {limit} allowed</source>
        <translation>{count} 个分片超过允许的 {limit} 个</translation>
    </message>
    <message>
        <source>{count} values are too many for one JSON document.</source>
        <translation>{count} 个值太多，无法放入一个 JSON 文档。</translation>
    </message>
    <message>
        <source>{count} variables are left out; {name}, for one: {reason}.</source>
        <translation>略去 {count} 个变量；例如 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{count} variables have no values: there is no checkpoint with this graph.</source>
        <translation>{count} 个变量没有值：此图没有对应的检查点。</translation>
    </message>
    <message>
        <source>{count} weights are stored in half precision.</source>
        <translation>{count} 个权重以半精度存储。</translation>
    </message>
    <message>
        <source>{count} weights have values beyond 65,504 and stay float32, {first} among them.</source>
        <translation>{count} 个权重的值超过 65,504，保持 float32，其中有 {first}。</translation>
    </message>
    <message>
        <source>{dtype} has no values</source>
        <translation>{dtype} 没有数值</translation>
    </message>
    <message>
        <source>{file} ends before the values of one variable: {names}.</source>
        <translation>{file} 在 1 个变量的数值之前就结束了：{names}。</translation>
    </message>
    <message>
        <source>{file} ends before the values of {count} variables: {names}.</source>
        <translation>{file} 在 {count} 个变量的数值之前就结束了：{names}。</translation>
    </message>
    <message>
        <source>{file} holds no array {key}.</source>
        <translation>{file} 中没有数组 {key}。</translation>
    </message>
    <message>
        <source>{file} holds several arrays: {names}.</source>
        <translation>{file} 中有多个数组：{names}。</translation>
    </message>
    <message>
        <source>{file}: {note}</source>
        <translation>{file}：{note}</translation>
    </message>
    <message>
        <source>{first} and {second} share one byte of {file}, byte {offset}.</source>
        <translation>{first} 和 {second} 共用 {file} 中偏移 {offset} 处的 1 字节。</translation>
    </message>
    <message>
        <source>{first} and {second} share {count} bytes of {file}, from byte {offset}.</source>
        <translation>{first} 和 {second} 共用 {file} 中自偏移 {offset} 起的 {count} 字节。</translation>
    </message>
    <message>
        <source>{first} and {second} would both be called {name}.</source>
        <translation>{first} 和 {second} 都会被命名为 {name}。</translation>
    </message>
    <message>
        <source>{first} has values beyond 65,504 and stays float32.</source>
        <translation>{first} 的值超过 65,504，保持 float32。</translation>
    </message>
    <message>
        <source>{flag} is a number from {least} to {most}.</source>
        <translation>{flag} 是 {least} 到 {most} 之间的数。</translation>
    </message>
    <message>
        <source>{flag} is one of {names}.</source>
        <translation>{flag} 只能是以下之一：{names}。</translation>
    </message>
    <message>
        <source>{flag} takes a number, and not {value}.</source>
        <translation>{flag} 需要一个数，而不是 {value}。</translation>
    </message>
    <message>
        <source>{given} indices were given for {axes} axes</source>
        <translation>{axes} 个轴却给出了 {given} 个索引</translation>
    </message>
    <message>
        <source>{initialiser} fills a table that the outputs look into. It stays in the graph: run it once, before the rest.</source>
        <translation>{initialiser} 填充输出所查的表。它保留在图中：请在其他运算之前先运行它一次。</translation>
    </message>
    <message>
        <source>{layers}: the file holds Python code for it, which is not run.</source>
        <translation>{layers}：文件为其带有 Python 代码，该代码不会被运行。</translation>
    </message>
    <message>
        <source>{length} bytes are expected, and the file ends before them</source>
        <translation>应有 {length} 字节，但文件提前结束</translation>
    </message>
    <message>
        <source>{length} bytes are more than are shown at once</source>
        <translation>{length} 字节超过一次能显示的量</translation>
    </message>
    <message>
        <source>{length} bytes in one piece are more than the {limit} allowed</source>
        <translation>单块 {length} 字节超过允许的 {limit}</translation>
    </message>
    <message>
        <source>{message}</source>
        <translation>{message}</translation>
    </message>
    <message>
        <source>{names} differ.</source>
        <translation>{names} 不同。</translation>
    </message>
    <message>
        <source>{names} will take channels first (NCHW).</source>
        <translation>{names} 将按通道在前（NCHW）的布局输入。</translation>
    </message>
    <message>
        <source>{name} calls a Python function that exists only in the program that made the graph.</source>
        <translation>{name} 调用的 Python 函数只存在于生成该图的程序中。</translation>
    </message>
    <message>
        <source>{name} can't be an input: it gives no plain values.</source>
        <translation>{name} 不能作为输入：它不产生普通数值。</translation>
    </message>
    <message>
        <source>{name} can't be read: {reason}</source>
        <translation>无法读取 {name}：{reason}</translation>
    </message>
    <message>
        <source>{name} can't be subtracted.</source>
        <translation>{name} 无法相减。</translation>
    </message>
    <message>
        <source>{name} can't be written to {file}: {reason}.</source>
        <translation>无法将 {name} 写入 {file}：{reason}。</translation>
    </message>
    <message>
        <source>{name} can't become {target}: {reason}</source>
        <translation>{name} 不能转换为{target}：{reason}</translation>
    </message>
    <message>
        <source>{name} differs</source>
        <translation>{name} 不同</translation>
    </message>
    <message>
        <source>{name} exists already.</source>
        <translation>{name} 已存在。</translation>
    </message>
    <message>
        <source>{name} gave {given} bytes where its shape needs {needed}.</source>
        <translation>{name} 给出了 {given} 字节，而其形状需要 {needed} 字节。</translation>
    </message>
    <message>
        <source>{name} has an impossible shape</source>
        <translation>{name} 的形状不可能存在</translation>
    </message>
    <message>
        <source>{name} has another shape in another file of the checkpoint</source>
        <translation>{name} 在检查点的另一个文件中形状不同</translation>
    </message>
    <message>
        <source>{name} has another type or shape.</source>
        <translation>{name} 的类型或形状不同。</translation>
    </message>
    <message>
        <source>{name} has no graph that could be drawn.</source>
        <translation>{name} 没有可绘制的图。</translation>
    </message>
    <message>
        <source>{name} has no graph, so graphs were not compared.</source>
        <translation>{name} 没有图，因此没有比较图。</translation>
    </message>
    <message>
        <source>{name} has no variables like that.</source>
        <translation>{name} 没有这样的变量。</translation>
    </message>
    <message>
        <source>{name} has nothing for {inputs}; it has {arrays}.</source>
        <translation>{name} 中没有 {inputs}；其中有 {arrays}。</translation>
    </message>
    <message>
        <source>{name} has the shape {told} in the graph and {stored} in the checkpoint.</source>
        <translation>{name} 在图中的形状是 {told}，在检查点中是 {stored}。</translation>
    </message>
    <message>
        <source>{name} has too many axes or slices</source>
        <translation>{name} 的轴或切片太多</translation>
    </message>
    <message>
        <source>{name} has {size} bytes of strings, more than the {limit} allowed</source>
        <translation>{name} 有 {size} 字节的字符串，超过允许的 {limit}</translation>
    </message>
    <message>
        <source>{name} holds a handle ({dtype}), which can't be fed.</source>
        <translation>{name} 存放的是句柄（{dtype}），无法作为输入。</translation>
    </message>
    <message>
        <source>{name} holds no numbers</source>
        <translation>{name} 不含数字</translation>
    </message>
    <message>
        <source>{name} holds no numbers.</source>
        <translation>{name} 不含数字。</translation>
    </message>
    <message>
        <source>{name} holds no samples.</source>
        <translation>{name} 中没有样本。</translation>
    </message>
    <message>
        <source>{name} holds no values that can be written as text.</source>
        <translation>{name} 不含可写成文本的值。</translation>
    </message>
    <message>
        <source>{name} holds no values that numpy knows.</source>
        <translation>{name} 不含 numpy 支持的值。</translation>
    </message>
    <message>
        <source>{name} holds values that are not finite: {nans} NaN, {infs} infinite.</source>
        <translation>{name} 含有非有限的值：NaN {nans} 个，无穷大 {infs} 个。</translation>
    </message>
    <message>
        <source>{name} holds {count} models: {models}.</source>
        <translation>{name} 中有 {count} 个模型：{models}。</translation>
    </message>
    <message>
        <source>{name} is a handle, which has no values to show.</source>
        <translation>{name} 是句柄，没有可显示的数值。</translation>
    </message>
    <message>
        <source>{name} is a name that safetensors keeps for itself</source>
        <translation>{name} 是 safetensors 的保留名称</translation>
    </message>
    <message>
        <source>{name} is a scope; its ops are {names}.</source>
        <translation>{name} 是作用域；其中的算子有 {names}。</translation>
    </message>
    <message>
        <source>{name} is a variant, which only TensorFlow can read</source>
        <translation>{name} 是 variant 类型，只有 TensorFlow 能读取</translation>
    </message>
    <message>
        <source>{name} is an input too; as an output it is called {other}.</source>
        <translation>{name} 同时也是输入；作为输出，它叫 {other}。</translation>
    </message>
    <message>
        <source>{name} is an op of type {op} and holds no values</source>
        <translation>{name} 是 {op} 类型的算子，不含数值</translation>
    </message>
    <message>
        <source>{name} is for one input, and there are {count}: {names}.</source>
        <translation>{name} 只用于一个输入，而这里有 {count} 个：{names}。</translation>
    </message>
    <message>
        <source>{name} is in shard {shard}, and there are {count}</source>
        <translation>{name} 位于分片 {shard}，而总共只有 {count} 个分片</translation>
    </message>
    <message>
        <source>{name} is left out: {reason}.</source>
        <translation>略去 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} is neither an input nor an output of the signature.</source>
        <translation>{name} 既不是签名的输入，也不是输出。</translation>
    </message>
    <message>
        <source>{name} is no input of the result, so that it can't be fed.</source>
        <translation>{name} 不是转换结果的输入，因此无法为其提供输入值。</translation>
    </message>
    <message>
        <source>{name} is not in this step</source>
        <translation>{name} 不在此步中</translation>
    </message>
    <message>
        <source>{name} is not the address of a TensorFlow server.</source>
        <translation>{name} 不是 TensorFlow 服务器的地址。</translation>
    </message>
    <message>
        <source>{name} is not the name of a device.</source>
        <translation>{name} 不是设备名称。</translation>
    </message>
    <message>
        <source>{name} is of a size that isn't known: {shape}. It stays so.</source>
        <translation>{name} 的大小未知：{shape}。将保持不变。</translation>
    </message>
    <message>
        <source>{name} is of the type {dtype}, which has no values.</source>
        <translation>{name} 的类型为 {dtype}，没有数值。</translation>
    </message>
    <message>
        <source>{name} is too large to make up a value: {shape}.</source>
        <translation>{name} 太大，无法生成值：{shape}。</translation>
    </message>
    <message>
        <source>{name} is {dtype}, and its value is {given}.</source>
        <translation>{name} 是 {dtype}，而给出的值是 {given}。</translation>
    </message>
    <message>
        <source>{name} is {told} in the graph and {stored} in the checkpoint.</source>
        <translation>{name} 在图中是 {told}，在检查点中是 {stored}。</translation>
    </message>
    <message>
        <source>{name} is {told} in the graph and {stored} in the checkpoint: the saver leaves it out.</source>
        <translation>{name} 在图中是 {told}，在检查点中是 {stored}：saver 不包含它。</translation>
    </message>
    <message>
        <source>{name} needs a value: {dtype}, {shape}.</source>
        <translation>{name} 需要一个值：{dtype}，{shape}。</translation>
    </message>
    <message>
        <source>{name} takes no numbers ({dtype}), so that there are no ranges to measure.</source>
        <translation>{name} 接受的不是数字（{dtype}），因此没有可测的范围。</translation>
    </message>
    <message>
        <source>{name} takes strings, which few ops of other runtimes can work with.</source>
        <translation>{name} 接受字符串，其他运行环境中能处理字符串的算子很少。</translation>
    </message>
    <message>
        <source>{name} takes whole numbers ({dtype}), which these values are not, or not within its range.</source>
        <translation>{name} 需要整数（{dtype}），而这些值不是整数，或超出了它的范围。</translation>
    </message>
    <message>
        <source>{name} takes {dtype}, which hardly an op of ONNX can work with.</source>
        <translation>{name} 接受 {dtype}，ONNX 中几乎没有能处理它的算子。</translation>
    </message>
    <message>
        <source>{name} takes {stored} bytes, and its shape needs {needed}</source>
        <translation>{name} 占 {stored} 字节，而其形状需要 {needed} 字节</translation>
    </message>
    <message>
        <source>{name} takes {stored} bytes, and its shape needs {needed}.</source>
        <translation>{name} 占 {stored} 字节，而其形状需要 {needed} 字节。</translation>
    </message>
    <message>
        <source>{name} was not written: the disk can't hold a file of this size.</source>
        <translation>未能写入 {name}：磁盘容不下这么大的文件。</translation>
    </message>
    <message>
        <source>{name} was not written: the name is too long.</source>
        <translation>未能写入 {name}：名称太长。</translation>
    </message>
    <message>
        <source>{name} was not written: there is no folder {folder}.</source>
        <translation>未能写入 {name}：没有文件夹 {folder}。</translation>
    </message>
    <message>
        <source>{name} was not written: there is no space left on the disk.</source>
        <translation>未能写入 {name}：磁盘空间不足。</translation>
    </message>
    <message>
        <source>{name} was not written: you may not write in {folder}.</source>
        <translation>未能写入 {name}：您没有 {folder} 的写入权限。</translation>
    </message>
    <message>
        <source>{name} was not written: {reason}.</source>
        <translation>未能写入 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} would have no name any more.</source>
        <translation>{name} 将不再有名称。</translation>
    </message>
    <message>
        <source>{name}: a drawing is written as .svg, .png or .pdf.</source>
        <translation>{name}：图形只能写成 .svg、.png 或 .pdf。</translation>
    </message>
    <message>
        <source>{name}: only .npz, .safetensors and .h5 hold several variables.</source>
        <translation>{name}：只有 .npz、.safetensors 和 .h5 能存放多个变量。</translation>
    </message>
    <message>
        <source>{name}: values are written as .npy, .npz, .safetensors, .csv or .h5.</source>
        <translation>{name}：数值只能写成 .npy、.npz、.safetensors、.csv 或 .h5。</translation>
    </message>
    <message>
        <source>{name}: what it is to be can't be told from its name.</source>
        <translation>{name}：从名称看不出要转换成什么。</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
    <message>
        <source>{name}: {reason}.</source>
        <translation>{name}：{reason}。</translation>
    </message>
    <message>
        <source>{name}: {what}</source>
        <translation>{name}：{what}</translation>
    </message>
    <message>
        <source>{name}: {what} (at byte {offset})</source>
        <translation>{name}：{what}（字节偏移 {offset}）</translation>
    </message>
    <message>
        <source>{node} ({op}) may write files on this machine.</source>
        <translation>{node}（{op}）可能会在这台机器上写文件。</translation>
    </message>
    <message>
        <source>{node} ({op}) needs a reference variable: TensorFlow can't import the result.</source>
        <translation>{node}（{op}）需要引用变量：TensorFlow 无法导入结果。</translation>
    </message>
    <message>
        <source>{node} ({op}) reads files of this machine.</source>
        <translation>{node}（{op}）会读取这台机器上的文件。</translation>
    </message>
    <message>
        <source>{node} ({op}) reads the file {file}.</source>
        <translation>{node}（{op}）会读取文件 {file}。</translation>
    </message>
    <message>
        <source>{node} ({op}) runs Python.</source>
        <translation>{node}（{op}）会运行 Python。</translation>
    </message>
    <message>
        <source>{node} ({op}) takes from an iterator that nobody has started.</source>
        <translation>{node}（{op}）从尚未启动的迭代器中取数据。</translation>
    </message>
    <message>
        <source>{node} ({op}) talks to other machines.</source>
        <translation>{node}（{op}）会与其他机器通信。</translation>
    </message>
    <message>
        <source>{node} ({op}) updates the variable {variable}; no output needs that, so it is left out.</source>
        <translation>{node}（{op}）更新变量 {variable}；没有输出需要它，因此略去。</translation>
    </message>
    <message>
        <source>{node} ({op}) waits for data that nobody brings to a frozen graph; the Placeholder {name} stands in for it.</source>
        <translation>{node}（{op}）等待的数据不会进入冻结图；由 Placeholder {name} 代替它。</translation>
    </message>
    <message>
        <source>{node} ({op}) waits for data that nobody brings.</source>
        <translation>{node}（{op}）在等待没有来源的数据。</translation>
    </message>
    <message>
        <source>{node} ({op}) works on the variable {variable} itself, not on its value.</source>
        <translation>{node}（{op}）作用于变量 {variable} 本身，而不是它的值。</translation>
    </message>
    <message>
        <source>{node} ({op}) writes the file {file}.</source>
        <translation>{node}（{op}）会写入文件 {file}。</translation>
    </message>
    <message>
        <source>{node} asks for a variable's shape: TensorFlow can't import the result.</source>
        <translation>{node} 查询变量的形状：TensorFlow 无法导入结果。</translation>
    </message>
    <message>
        <source>{node} asks for a variable's shape; it becomes a Shape.</source>
        <translation>{node} 查询变量的形状；它将变为 Shape。</translation>
    </message>
    <message>
        <source>{node} asks whether a variable has a value: TensorFlow can't import the result.</source>
        <translation>{node} 查询变量是否有值：TensorFlow 无法导入结果。</translation>
    </message>
    <message>
        <source>{node} asks whether {variable} has a value; it has, so it becomes a constant.</source>
        <translation>{node} 查询 {variable} 是否有值；它有值，因此变为常量。</translation>
    </message>
    <message>
        <source>{node} calls a Python function that exists only in the program that made the graph.</source>
        <translation>{node} 调用的 Python 函数只存在于生成该图的程序中。</translation>
    </message>
    <message>
        <source>{node} calls a Python function that is not in the graph.</source>
        <translation>{node} 调用了图中没有的 Python 函数。</translation>
    </message>
    <message>
        <source>{node} calls a Python function that is not in the graph; {outputs} needs it.</source>
        <translation>{node} 调用的 Python 函数不在图中，而 {outputs} 需要它。</translation>
    </message>
    <message>
        <source>{node} gathers from a variable inside a function; it becomes a GatherV2.</source>
        <translation>{node} 在函数内从变量中收集元素；它将变为 GatherV2。</translation>
    </message>
    <message>
        <source>{node} gathers in batches from a variable; it becomes a GatherV2 that does.</source>
        <translation>{node} 按批次从变量中收集元素；它将变为同样按批次的 GatherV2。</translation>
    </message>
    <message>
        <source>{node} gathers in batches, which TensorFlow doesn't convert.</source>
        <translation>{node} 按批次收集元素，TensorFlow 不转换这种算子。</translation>
    </message>
    <message>
        <source>{node} has the input {input}, which is not in the graph</source>
        <translation>{node} 的输入 {input} 不在图中</translation>
    </message>
    <message>
        <source>{node} is a variable of the first kind, which TensorFlow fetches and then leaves in: the result needs the checkpoint still.</source>
        <translation>{node} 是最早的 Variable 类型，TensorFlow 取出它的值后又原样留下：结果仍然需要检查点。</translation>
    </message>
    <message>
        <source>{node} is a variable of the first kind, which TensorFlow leaves in; it becomes a constant like the others.</source>
        <translation>{node} 是最早的 Variable 类型，TensorFlow 会原样留下；它将与其他变量一样变为常量。</translation>
    </message>
    <message>
        <source>{node} is stored as {key}: import_meta_graph restores it, and a saver that is made anew looks for {node}.</source>
        <translation>{node} 以 {key} 存储：import_meta_graph 能恢复它，而新建的 saver 会查找 {node}。</translation>
    </message>
    <message>
        <source>{node} lacks an input.</source>
        <translation>{node} 缺少一个输入。</translation>
    </message>
    <message>
        <source>{node} looks into a table, which a graph in ONNX can't have.</source>
        <translation>{node} 要查找表，而 ONNX 的图中不能有表。</translation>
    </message>
    <message>
        <source>{node} looks into the table {table}, which nothing fills.</source>
        <translation>{node} 查询的表 {table} 没有被填充。</translation>
    </message>
    <message>
        <source>{node} merges variables; it becomes a merge of their values.</source>
        <translation>{node} 合并的是变量；它将改为合并变量的值。</translation>
    </message>
    <message>
        <source>{node} reads a reference variable; it becomes a plain {op}.</source>
        <translation>{node} 读取引用变量；它将变为普通的 {op}。</translation>
    </message>
    <message>
        <source>{node} writes the variable {variable}: TensorFlow can't import the result.</source>
        <translation>{node} 写入变量 {variable}：TensorFlow 无法导入结果。</translation>
    </message>
    <message>
        <source>{node}: the op {op} is not part of TensorFlow.</source>
        <translation>{node}：算子 {op} 不属于 TensorFlow。</translation>
    </message>
    <message>
        <source>{one} and {other} would both be called {name}.</source>
        <translation>{one} 与 {other} 将同名为 {name}。</translation>
    </message>
    <message>
        <source>{ops} run in TensorFlow's own code (select ops): the program that runs the model needs TFLite's Flex delegate.</source>
        <translation>{ops} 以 TensorFlow 自己的代码运行（select ops）：运行该模型的程序需要 TFLite 的 Flex 委托。</translation>
    </message>
    <message>
        <source>{op} needs opset {opset} ({count}).</source>
        <translation>{op} 需要 opset {opset}（{count} 处）。</translation>
    </message>
    <message>
        <source>{path} can't be loaded: {message}</source>
        <translation>无法加载 {path}：{message}</translation>
    </message>
    <message>
        <source>{path} holds other files than a result of this kind, and is not replaced.</source>
        <translation>{path} 中有不属于此类结果的文件，不会被替换。</translation>
    </message>
    <message>
        <source>{path} holds what is converted, and can't be replaced by it.</source>
        <translation>{path} 中是正在转换的内容，不能被结果替换。</translation>
    </message>
    <message>
        <source>{path} is a file; TensorBoard needs a folder.</source>
        <translation>{path} 是文件；TensorBoard 需要文件夹。</translation>
    </message>
    <message>
        <source>{path} is a folder; a file's name is needed.</source>
        <translation>{path} 是文件夹；需要的是文件名。</translation>
    </message>
    <message>
        <source>{path} is there already, and is not an empty folder.</source>
        <translation>{path} 已存在，且不是空文件夹。</translation>
    </message>
    <message>
        <source>{path} is there already.</source>
        <translation>{path} 已存在。</translation>
    </message>
    <message>
        <source>{path} should end in {suffix}.</source>
        <translation>{path} 应以 {suffix} 结尾。</translation>
    </message>
    <message>
        <source>{prefix} has no .meta of its own; the graph is that of {file}.</source>
        <translation>{prefix} 没有自己的 .meta；所示的图来自 {file}。</translation>
    </message>
    <message>
        <source>{reader} reads {name}, which is not in the graph.</source>
        <translation>{reader} 读取 {name}，而它不在图中。</translation>
    </message>
    <message>
        <source>{reader} reads {variable} after {node} ({op}) wrote it: a frozen graph can't write.</source>
        <translation>{reader} 在 {node}（{op}）写入 {variable} 之后读取它：冻结图不能写入。</translation>
    </message>
    <message>
        <source>{remedy} Without it, the graph alone can be opened: {meta}.</source>
        <translation>{remedy}没有它时，可以只打开图：{meta}。</translation>
    </message>
    <message>
        <source>{rule} is no renaming.</source>
        <translation>{rule} 不是重命名规则。</translation>
    </message>
    <message>
        <source>{rule} is no renaming: {reason}.</source>
        <translation>{rule} 不是重命名规则：{reason}。</translation>
    </message>
    <message>
        <source>{rule} names no key.</source>
        <translation>{rule} 没有给出键。</translation>
    </message>
    <message>
        <source>{server} answers, but opens no session within {seconds} seconds.</source>
        <translation>{server} 有响应，但在 {seconds} 秒内没有打开会话。</translation>
    </message>
    <message>
        <source>{server} can't be reached: {reason}.</source>
        <translation>无法连接 {server}：{reason}。</translation>
    </message>
    <message>
        <source>{server} does not answer within {seconds} seconds.</source>
        <translation>{server} 在 {seconds} 秒内没有响应。</translation>
    </message>
    <message>
        <source>{server} refuses the connection: no TensorFlow server listens there.</source>
        <translation>{server} 拒绝连接：那里没有 TensorFlow 服务器在监听。</translation>
    </message>
    <message>
        <source>{size} bytes are too few for a checkpoint</source>
        <translation>{size} 字节对检查点来说太少</translation>
    </message>
    <message>
        <source>{size} bytes are too many for a checkpoint's state file</source>
        <translation>{size} 字节对检查点的状态文件来说太多</translation>
    </message>
    <message>
        <source>{size} bytes of text are too many</source>
        <translation>{size} 字节的文本太多</translation>
    </message>
    <message>
        <source>{state} holds a path of another machine, {named}. {opened} beside it was opened.</source>
        <translation>{state} 中记录的是另一台机器上的路径 {named}。已打开同一文件夹中的 {opened}。</translation>
    </message>
    <message>
        <source>{state} names {named}, which is not here. {opened} is, and was opened.</source>
        <translation>{state} 指向的 {named} 不在这里；{opened} 在，因此打开了它。</translation>
    </message>
    <message>
        <source>{target} has no option {word}.</source>
        <translation>{target} 没有选项 {word}。</translation>
    </message>
    <message>
        <source>{what}. {remedy}</source>
        <translation>{what}。{remedy}</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} 像素</translation>
    </message>
    <message>
        <source>{words} are no figures: write 0.5 or 0.485,0.456,0.406.</source>
        <translation>{words} 不是数字：请写 0.5 或 0.485,0.456,0.406。</translation>
    </message>
    <message>
        <source>{word} is neither an option nor belongs to one.</source>
        <translation>{word} 既不是选项，也不属于任何选项。</translation>
    </message>
    <message>
        <source>{word} needs a value.</source>
        <translation>{word} 需要一个值。</translation>
    </message>
    <message>
        <source>“{part}” in the slice {words} is no index.</source>
        <translation>切片 {words} 中的“{part}”不是索引。</translation>
    </message>
    <message>
        <source>“{rule}” is no renaming.</source>
        <translation>“{rule}”不是改名规则。</translation>
    </message>
    <message>
        <source>“{rule}” is no renaming: {reason}.</source>
        <translation>“{rule}”不是改名规则：{reason}。</translation>
    </message>
</context>
<context>
    <name>filter</name>
    <message>
        <source>{word}: expected a number such as 100, &gt;1K or &lt;=2.5MB after the colon</source>
        <translation>{word}：冒号后应为数字，例如 100、&gt;1K 或 &lt;=2.5MB</translation>
    </message>
</context>
<context>
    <name>formatting</name>
    <message>
        <source>checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>checkpoint (TF 2)</source>
        <translation>检查点（TF 2）</translation>
    </message>
    <message>
        <source>checkpoint (V1)</source>
        <translation>检查点（V1）</translation>
    </message>
    <message>
        <source>graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>graph as text</source>
        <translation>文本格式的图</translation>
    </message>
    <message>
        <source>meta graph</source>
        <translation>元图</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
</context>
<context>
    <name>variables</name>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>moving average</source>
        <translation>滑动平均</translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步数</translation>
    </message>
</context>
<context>
    <name>widgets</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
</TS>
