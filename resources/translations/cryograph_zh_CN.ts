<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Breadcrumbs</name>
    <message>
        <source>As nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to 100 % (0)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour: {by} ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folded into the op that reads them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open one level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open or close many name scopes at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open three levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open two levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scopes ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole graph (F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights inside the op that reads them, or as nodes of their own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights: {state} ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the strip at the left of an op shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where you are in the graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dtype</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BusyBar</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laying out…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The graph is being laid out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DestinationField</name>
    <message>
        <source>&amp;Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen graphs (*.pb)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the frozen graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaces the one there</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceChooser</name>
    <message>
        <source>&amp;How to change that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic, direct from the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for devices…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try a&amp;gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} ({description}), in a TensorFlow session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} is not available.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} is not available: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device}, in a TensorFlow session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device}, not available</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>Finding devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>A graph that is frozen on the CPU is the same graph: it runs on a GPU as well.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilesPanel</name>
    <message>
        <source>Copy path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems · {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only one in this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step} · opened</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>Looking at what will be needed…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FreezeDialog</name>
    <message>
        <source>&amp;Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;More options ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open the frozen graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose at least one output: what the frozen graph is to compute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy &amp;report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Few&amp;er options ▴</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freeze {name} to a .pb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freezing {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If it stops now, no file is written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stays as it is until the new one is complete and checked; then it is replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop freezing?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The freeze is still running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is there already.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FreezeForm</name>
    <message>
        <source>&amp;Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run original and frozen graph on the same input and compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before it runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{step} (the only one)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FreezeReport</name>
    <message>
        <source>Checked with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not proven.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On {device} the frozen graph does not give what the original gives. It was kept because you asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On {device} the frozen graph gives what the original gives, for the same input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proven.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ran on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The frozen graph was written; nobody asked for a check.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two graphs could not be compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variables made constant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>convert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>equal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read straight from the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restored in a TensorFlow session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} ({count} of {total} ops)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, {count} bytes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Minimap</name>
    <message>
        <source>Drag to move what is seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview of the graph</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MoreOptions</name>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An op that can't run on the device is an error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;ut the graph at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exactl&amp;y as TensorFlow does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I&amp;nline functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave each node's device as it is in the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Libraries (*.so *.dylib *.dll);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Libraries with custom ops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Libraries with custom ops (.so), if the graph needs them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moving a&amp;verages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of nodes, separated by commas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>O&amp;p libraries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace each function call by its body.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;ignature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strict pla&amp;cement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time &amp;limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the ExponentialMovingAverage of each variable that has one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without repairs, even if the result can't be loaded.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutputsPicker</name>
    <message>
        <source>Find another node…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for outputs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node is called {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node of this graph looks like an output. Find the one that you need by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perhaps {names}?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>No problems.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressPage</name>
    <message>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>Largest difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same from a &amp;terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use it from &amp;Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you should know</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ValuesModel</name>
    <message>
        <source>value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VariablesModel</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dtype</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shard {shard}, offset {offset}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} elements</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>A feed is NAME=VALUE, and not {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new one starts with the next job; TensorFlow's own last words are in the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A queue or an iterator that nobody fills waits for ever; otherwise allow more time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A slice has one “...” at most, and not {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is a .npy file, a number or a nested list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CUDA_VISIBLE_DEVICES hides every GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the file is still there and that you may read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another device, or load the library that has it: --op-library FILE.so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another device, or smaller feeds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose outputs before the lookup, or feed its result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose outputs that don't need it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs, or look at a smaller slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs, or use the direct engine, which needs little memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Converting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing needs the window's part of the program: start it as `cryograph render`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export them as .csv.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give one: --feed {name}=VALUE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the driver of the graphics card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its values are damaged: copy or download the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave strict placement off, so that TensorFlow may put it elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the library that has it: --op-library FILE.so. Opening and the direct engine do without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at a slice of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names are like CPU:0, CPU:1 or GPU:0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not enough memory for the job.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not enough memory on the device for a tensor of shape {shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the model again once it is complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restoring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run `git lfs pull` in its repository, or download the file by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong in Cryograph itself ({kind}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start Cryograph without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting TensorFlow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strings in {name} end with zero bytes, which numpy's files can't hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a slice with --slice, or write them to a file with -o.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorFlow can't be started: {message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorFlow says: {message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorFlow uses an instruction that this processor doesn't have (SIGILL).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The TensorFlow process crashed ({signal}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The TensorFlow process ended before the job was done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The TensorFlow process ended with status {status}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The TensorFlow process ran out of memory ({signal}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The TensorFlow process was killed, most likely for lack of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is cut off or damaged: copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is damaged: copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The frozen graph does not compute the same: {outputs}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The job was ended after its time limit of {seconds} seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log has the details; please report them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The lookup table behind {node} is filled by an initialiser, which the outputs don't reach.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The op {node} can't run on the device asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The op {op} is not part of this TensorFlow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The placeholder {name} needs a value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slice {words} names {given} axes; there are {axes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system says: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value for {name} can't be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The variable {name} has no value: nothing restored it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are: {devices} (and CPU:1, CPU:2, …, as logical devices).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no device {device} here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was not enough memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This TensorFlow has no code that runs {op} on this device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where should it go? Say so with -o OUT.pb (or ask for --dry-run).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it as in Python, for example 0,:,3:5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`{command}` is not there yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a block is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a block of {size} bytes is expected, and the file ends before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a block says it holds {size} bytes, more than the {limit} allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a compressed block is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a constant has the impossible shape {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a constant of shape {shape} holds {size} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a constant of shape {shape} is too large to be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a function takes {size} bytes besides its tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a part of the graph takes {size} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a slice of {name} has a different rank than the whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a slice of {name} has another shape than its key says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a slice of {name} is missing from the index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a slice of {name} reaches outside its shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an entry reaches outside its block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>index {index} is outside axis {axis}, which has {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it can't be read: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is cut off: {size} of {expected} bytes are there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>libraries that TensorFlow needs for the GPU are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than {limit} entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than {limit} nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no NVIDIA driver on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>some names of variables are not text; their bytes are shown as \x..</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>strings have no row-major bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the NVIDIA driver finds no graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the checksum of this block is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the checksum of {name} is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the constant {name} is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the crc of {count} is wrong, so the values are damaged: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the end of the file, which says where everything is, is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the entry of {name} holds impossible numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the entry of {name} is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file became shorter while it was being read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file is cut off or damaged here ({detail})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the footer is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the header entry is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the header entry is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the index block is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name holds a character that no file can have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the node {name} takes more than {limit} bytes besides its tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the slices of {name} leave a gap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the step of a slice can't be 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the strings of {name} are damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this TensorFlow is built for CPU only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this file names no checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this file was changed after it was opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a folder, not a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a git-lfs pointer, not the file itself, which has {size} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a symbolic link that leads back to itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not a regular file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this shard can't be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this shard is missing, and with it the values of its variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two nodes are called {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown compression {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>values of type {dtype} can't be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you may not read this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{command}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} inputs in all name nodes that are not in the graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} names appear twice; the last of each counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} names belong to more than one node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} shards are more than the {limit} allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} values are too many for one JSON document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: {note}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{given} indices were given for {axes} axes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} bytes are expected, and the file ends before them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} bytes are more than are shown at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} bytes in one piece are more than the {limit} allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} calls a Python function that exists only in the program that made the graph.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has too many axes or slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has {size} bytes of strings, more than the {limit} allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} holds no numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} holds no values that numpy knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is in shard {shard}, and there are {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not the name of a device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} takes {stored} bytes, and its shape needs {needed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: only a .npz holds several variables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: values are written as .npy, .npz or .csv.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {what} (at byte {offset})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} has the input {input}, which is not in the graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} can't be loaded: {message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} bytes are too few for a checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} bytes are too many for a checkpoint's state file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}. {remedy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{part}” in the slice {words} is no index.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>filter</name>
    <message>
        <source>{word}: expected a number such as 100, &gt;1K or &lt;=2.5MB after the colon</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>formatting</name>
    <message>
        <source>scalar</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>variables</name>
    <message>
        <source>model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moving average</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
