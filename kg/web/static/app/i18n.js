// The page's words in Chinese and English. Names and sentences of the data stay as they are.

import { remember, remembered } from "./store.js";

const WORDS = {
  product: ["卫生健康政策知识图谱", "Health policy knowledge graph"],
  skip: ["跳到正文", "Skip to content"],
  "nav": ["主导航", "Main"],
  "nav.home": ["首页", "Home"],
  "nav.work": ["关系图", "Network"],
  "nav.compare": ["指标比较", "Compare"],
  "nav.questions": ["问题", "Questions"],
  "nav.cypher": ["Cypher", "Cypher"],
  "nav.about": ["关于", "About"],
  "language": ["English", "中文"],
  "theme.dark": ["深色", "Dark"],
  "theme.light": ["浅色", "Light"],
  "wait": ["正在加载……", "Loading …"],
  "error.title": ["没有得到结果", "That did not work"],
  "error.retry": ["重试", "Try again"],
  "error.reload": ["重新加载本页", "Reload the page"],
  "error.home": ["回到首页", "Back to the home page"],
  "nothing.here": ["没有这个页面。", "There is no such page."],
  "newer": ["新的图谱已建好。", "A newer graph is ready."],
  "newer.load": ["查看新图谱", "Show it"],
  "search": ["搜索", "Search"],
  "search.label": ["搜索医院、地区、医联体、指标、文件……", "Search hospitals, regions, alliances, indicators, documents …"],
  "search.hint": ["名称、简称（市一院）、拼音首字母（kprm）均可", "A name, a short form (市一院) or pinyin initials (kprm) will do"],
  "search.none": ["没有找到“{q}”。请换一个写法，或只写名称的一部分。", "Nothing is called “{q}”. Try another spelling or a part of the name."],
  "search.found": ["{n} 条建议", "{n} suggestions"],
  "search.in": ["只看类型", "Type"],
  "search.kind.alias": ["别名", "also called"],
  "search.kind.abbreviation": ["简称", "short form"],
  "search.kind.pinyin": ["拼音", "pinyin"],
  "search.kind.near": ["相近", "similar"],
  "search.kind.id": ["编号", "id"],
  "all": ["全部", "All"],
  "report": ["报告", "Report"],
  "home.title": ["谁牵头、谁加入、谁帮扶谁，各地做到了什么", "Who leads, who is in it, who supports whom, and what each place reached"],
  "home.lead": ["{reports} 份卫生健康工作报告中的 {statements} 条事实，每一条都能点开看到原文句子。", "{statements} facts from {reports} reports of health authorities. Click any of them to read the sentence that says so."],
  "home.reports": ["报告", "reports"],
  "home.regions": ["地区", "regions"],
  "home.institutions": ["机构", "institutions"],
  "home.alliances": ["医联体", "alliances"],
  "home.statements": ["事实", "facts"],
  "home.by_relation": ["各类事实", "Facts by kind"],
  "home.by_year": ["各年事实", "Facts by year"],
  "home.largest": ["医联体（按成员数）", "Alliances by members"],
  "home.indicators": ["常见指标", "Frequent indicators"],
  "home.readable": ["可读的报告", "Reports to read"],
  "home.empty": ["图谱还是空的。请先运行 kg build 文件夹。", "The graph is still empty. Run kg build FOLDER first."],
  "home.try": ["试一试：", "Try:"],
  "panorama": ["医联体全景", "The alliance network"],
  "panorama.help": ["圆套圆：地区 › 医联体 › 成员。滚轮或 + − 缩放，拖动或方向键移动，点击进入关系图；圆圈看得清时画出其合作与帮扶。", "Circles in circles: region › alliance › members. Wheel or + − zoom, drag or arrow keys move, click opens the network; partnerships and support are drawn where circles can be told apart."],
  "panorama.label": ["医联体全景图，{regions} 个地区圆、{alliances} 个医联体、{members} 个机构。下方列表内容相同，可用键盘操作。", "Panorama of alliances: {regions} regions, {alliances} alliances, {members} institutions. The lists below hold the same and work with the keyboard."],
  "panorama.ties": ["画出合作与帮扶", "Draw partnerships and support"],
  "panorama.nowhere": ["（地区未述）", "(place not told)"],
  "panorama.left_out": ["另有 {n} 个成员未画出", "{n} more members are not drawn"],
  "panorama.0": ["地区", "region"], "panorama.1": ["医联体", "alliance"], "panorama.2": ["牵头单位", "lead"], "panorama.3": ["成员", "member"], "panorama.4": ["未加入医联体的机构", "in no alliance"],
  "zoom.in": ["放大", "Zoom in"], "zoom.out": ["缩小", "Zoom out"], "zoom.fit": ["全部显示", "Fit"],
  "led_by": ["牵头：{who}", "led by {who}"],
  "members": ["{n} 个成员", "{n} members"],
  "status.actual": ["已完成", "done"], "status.ongoing": ["进行中", "under way"], "status.target": ["计划", "planned"],
  "yuan": ["元", "yuan"], "by": ["授予：{who}", "by {who}"],
  "work.title": ["关系图", "Network"],
  "work.empty": ["图上还没有内容。", "Nothing is on screen yet."],
  "work.empty.do": ["在上方搜索一个医院、地区或医联体，或从这些开始：", "Search for a hospital, region or alliance, or begin with one of these:"],
  "work.tools": ["图的操作", "Tools"],
  "work.undo": ["撤销", "Undo"], "work.redo": ["重做", "Redo"], "work.layout": ["重新排列", "Lay out"], "work.fit": ["全部显示", "Fit"],
  "work.clear": ["清空", "Clear"], "work.share": ["复制链接", "Copy link"], "work.shared": ["链接已复制，打开即是同一画面。", "Link copied: it opens this very view."], "work.share.here": ["此链接打开同一画面：", "This link opens this very view:"],
  "work.png": ["PNG", "PNG"], "work.svg": ["SVG", "SVG"], "work.csv": ["CSV", "CSV"],
  "work.add": ["添加到图上", "Add to the network"],
  "work.selected": ["选中", "Selected"], "work.its": ["图上关于它的事实（点击看原文）", "Its facts on screen (click to read the sentence)"], "work.none_selected": ["点选一个节点或一条线；按住 Shift 可多选。双击节点展开。", "Select a node or a line; Shift selects several. A double click expands."],
  "work.expand": ["展开", "Expand"], "work.expand.count": ["每次", "up to"], "work.collapse": ["收起邻居", "Collapse"], "work.pin": ["固定", "Pin"], "work.unpin": ["取消固定", "Unpin"], "work.remove": ["移除", "Remove"],
  "work.depth2": ["两步以内", "Within two steps"], "work.path": ["最短路径", "Shortest path"], "work.path.none": ["按现在的筛选，两者之间没有路径。", "No chain joins the two with these filters."], "work.path.two": ["请先选中两个节点", "Select two nodes first"],
  "work.open": ["打开页面", "Open its page"], "work.evidence": ["看原文", "Read the sentence"],
  "work.left_out": ["还有 {n} 条未画出。", "{n} more were left out."], "work.left_out.by": ["{name} 还有 {n} 条", "{name}: {n} more"], "work.full": ["图上最多 {n} 个节点，其余未添加。请先移除一些。", "At most {n} nodes fit on screen; the rest was left out. Remove some first."],
  "work.added": ["新增 {n} 个节点", "{n} nodes added"],
  "work.filters": ["筛选", "Filters"], "work.relations": ["关系", "Relations"], "work.types": ["类型", "Types"], "work.region": ["地区包含", "Region contains"], "work.status": ["状态", "Status"],
  "work.from": ["从", "From"], "work.to": ["到", "to"], "work.confidence": ["最低可信度", "Least confidence"], "work.boxes": ["医联体画成框", "Alliances as boxes"], "work.reset": ["取消筛选", "Reset"],
  "work.timeline": ["时间轴", "Timeline"], "work.play": ["播放", "Play"], "work.stop": ["停止", "Stop"], "work.allyears": ["所有年份", "all years"],
  "work.legend": ["图例", "Legend"], "work.table": ["图上的事实", "Facts on screen"], "work.things": ["图上的节点", "Nodes on screen"], "work.sources": ["来源", "Sources"], "work.canvas": ["关系图，{nodes} 个节点、{edges} 条线。下方表格内容相同，可用键盘操作。", "Network with {nodes} nodes and {edges} lines. The table below holds the same and works with the keyboard."],
  "work.hidden": ["筛选隐藏了 {n} 条", "{n} hidden by filters"], "work.more": ["表格只列前 {n} 行；CSV 中是全部。", "The table shows {n} rows; the CSV has all."], "work.missing": ["图谱中已没有其中 {n} 个节点。", "{n} of the nodes are no longer in the graph."],
  "col.subject": ["主体", "Subject"], "col.relation": ["关系", "Relation"], "col.object": ["客体", "Object"], "col.value": ["数值", "Value"], "col.period": ["时间", "Period"], "col.status": ["状态", "Status"], "col.details": ["说明", "Details"], "col.confidence": ["可信度", "Confidence"], "col.report": ["报告", "Report"], "col.name": ["名称", "Name"], "col.type": ["类型", "Type"], "col.region": ["地区", "Region"], "col.select": ["选中", "Select"],
  "evidence": ["原文依据", "Evidence"], "evidence.close": ["关闭", "Close"], "evidence.raw": ["文件中的原文", "As the file has it"], "evidence.clean": ["规范化后", "Normalised"], "evidence.place": ["在文件中的字符位置：{a}–{b}", "Characters {a}–{b} of the file"],
  "evidence.report": ["报告", "Report"], "evidence.issuer": ["发布单位", "Issued by"], "evidence.date": ["日期", "Date"], "evidence.section": ["章节", "Section"], "evidence.rule": ["规则", "Rule"], "evidence.confidence": ["可信度", "Confidence"], "evidence.confidence.means": ["该规则实测的准确率", "measured precision of the rule"], "evidence.whole": ["在整篇报告中查看", "See it in the whole report"], "evidence.no_raw": ["此处没有报告全文；以下是确切字句。", "The report's text is not at hand; these are the exact words."],
  "evidence.network": ["在关系图中查看", "See it in the network"],
  "reader.legend": ["提及的类型（点击开关）", "Types of mention (switch them on and off)"], "reader.facts": ["报告说的事实", "What the report says"], "reader.text": ["报告全文", "The whole report"], "reader.none": ["此处没有报告全文（图谱来自没有账本的 Neo4j）。", "The report's text is not at hand (a Neo4j without the ledger)."], "reader.left_out": ["另有 {n} 条未列出", "{n} more are not listed"], "reader.page": ["报告数据页", "Data of this report"], "reader.read": ["阅读全文", "Read the whole report"],
  "page.facts": ["事实", "Facts"], "page.indicators": ["指标", "Indicators"], "page.alliances": ["医联体", "Alliances"], "page.without": ["未见加入任何医联体的机构", "Institutions in no alliance the reports tell of"], "page.honours": ["荣誉与资质", "Honours"], "page.policies": ["政策文件", "Policies"], "page.support": ["合作与帮扶", "Partners and support"], "page.projects": ["建设工程", "Projects"], "page.mentions": ["提到它的报告", "Reports that mention it"], "page.aliases": ["又称", "Also called"], "page.code": ["行政区划代码", "Code"], "page.downloads": ["下载本页事实", "Download the facts of this page"], "page.network": ["在关系图中查看", "Show in the network"], "page.print": ["打印", "Print"], "page.inside": ["连同区内机构的指标", "With indicators of institutions in it"], "page.contents": ["本页内容", "On this page"], "page.none": ["报告中没有关于它的其他事实。", "The reports tell nothing else of it."], "page.address": ["本页地址不变", "This address is stable"],
  "page.indicator": ["指标", "Indicator"], "page.who": ["主体", "Who"], "page.change": ["变化", "Change"], "page.target": ["目标", "Target"], "page.result": ["结果", "Result"], "page.verdict": ["是否达到", "Reached?"], "page.filter": ["筛选指标", "Filter indicators"], "page.leads": ["牵头", "Leads"], "page.members": ["成员", "Members"], "page.rows": ["{n} 行", "{n} rows"], "page.stated": ["报告所述", "as the report states"], "page.more": ["另有 {n} 条未列出", "{n} more are not listed"], "page.chart": ["图表", "Chart"], "page.kind": ["类型", "Kind"], "page.period": ["时段", "Period"],
  "verdict.met": ["达到", "met"], "verdict.missed": ["未达到", "missed"], "verdict.pending": ["尚无结果", "pending"], "verdict.open": ["无法判断", "open"],
  "verdict.note": ["仅当目标与结果都写在报告里时才判断；“尚无结果”指报告中还没有目标年份的数值。", "Told only where both target and result come from the text; “pending” means that no report gives a result for the target's year yet."],
  "attr.concept": ["指标概念", "Concept"], "attr.name_en": ["英文名", "English name"], "attr.unit": ["单位", "Unit"], "attr.diseases": ["涉及疾病", "Diseases"], "attr.populations": ["涉及人群", "Populations"], "attr.number": ["文号", "Number"], "attr.level": ["级别", "Level"], "attr.year": ["年份", "Year"],
  "compare.title": ["一个指标，多个地区和年份", "One indicator across regions and years"], "compare.pick": ["选择指标", "Choose an indicator"], "compare.regions": ["地区或机构（留空：数值最多的）", "Regions or institutions (none: those with most values)"], "compare.add": ["添加", "Add"], "compare.remove": ["移除 {name}", "Remove {name}"], "compare.unit": ["单位", "Unit"], "compare.none": ["报告中没有这个指标的数值。请换一个指标。", "The reports give no values for this. Choose another indicator."], "compare.target": ["计划值为空心", "Hollow marks are targets"], "compare.subjects": ["{n} 个主体，{m} 个数值", "{n} subjects, {m} values"], "compare.left_out": ["另有 {n} 个主体未画出", "{n} more subjects are not shown"], "compare.chart": ["{name}：各主体各年数值图，下表内容相同", "Chart of {name}; the table below holds the same"], "compare.svg": ["下载 SVG", "Download SVG"], "compare.csv": ["下载 CSV", "Download CSV"], "compare.often": ["常见指标", "Indicators told of most subjects"], "year": ["年", "year"],
  "questions.title": ["现成的问题", "Questions to ask"], "questions.lead": ["选一个问题，填空，就能得到答案。", "Choose a question, fill in the blanks, get the answer."], "questions.ask": ["提问", "Ask"], "questions.required": ["必填", "required"], "questions.rows": ["{n} 行，{s} 秒", "{n} rows in {s} s"], "questions.left_out": ["另有 {n} 行未显示；请提高行数上限。", "{n} more rows were left out; raise the limit."], "questions.none": ["没有符合的行。请放宽条件，例如留空地区。", "No rows. Ask for more, for example leave the region empty."], "questions.cypher": ["Cypher 语句", "The Cypher"], "questions.copy": ["复制", "Copy"], "questions.copied": ["已复制", "Copied"], "questions.table": ["表格", "Table"], "questions.graph": ["关系图", "Network"], "questions.chart": ["图表", "Chart"], "questions.edit": ["在 Cypher 页中修改", "Edit it in the Cypher box"], "questions.all": ["所有问题", "All questions"], "questions.command": ["命令行同样可以：", "The same on the command line:"],
  "cypher.title": ["只读 Cypher", "Cypher, reading only"], "cypher.lead": ["最多 {rows} 行、{seconds} 秒；只能读取图谱。", "At most {rows} rows and {seconds} seconds; it can only read the graph."], "cypher.label": ["Cypher 语句", "Cypher statement"], "cypher.run": ["运行（Ctrl+Enter）", "Run (Ctrl+Enter)"], "cypher.parameters": ["参数（JSON）", "Parameters (JSON)"], "cypher.badjson": ["参数不是有效的 JSON 对象，例如 {\"name\": \"泉州市\"}", "The parameters are no JSON object such as {\"name\": \"泉州市\"}"],
  "about.title": ["关于", "About"], "about.what": ["本页读取由报告建成的知识图谱。每条事实都来自一句原文，可信度是该类规则在人工标注文本上实测的准确率，并不是对这一句的担保。", "This page reads a knowledge graph built from reports. Each fact comes from a sentence; its confidence is the measured precision of such rules on annotated text, no promise for this very sentence."], "about.silence": ["报告没有说的，图谱就没有。“未见加入医联体”只表示这些报告没有提到。", "What the reports do not say is not in the graph: “in no alliance” only means that these reports tell of none."], "about.graph": ["图谱版本", "Graph"], "about.api": ["数据接口说明", "Description of the interface"], "about.licences": ["所用的开源库", "Libraries used"], "about.keys": ["键盘：/ 搜索；Esc 关闭；Ctrl+Z 撤销；Ctrl+Y 重做；Delete 移除。", "Keys: / searches, Esc closes, Ctrl+Z undoes, Ctrl+Y redoes, Delete removes."], "about.reads": ["只读，离线可用，不访问其他主机。", "It reads only, works offline and asks no other host."],
};

let chosen = remembered("lang", navigator.language?.startsWith("zh") ? "zh" : "en");
if (chosen !== "zh" && chosen !== "en") chosen = "zh";

export const lang = () => chosen;

export function setLang(value) {
  chosen = value;
  remember("lang", value);
  document.documentElement.lang = value === "zh" ? "zh-CN" : "en";
}

/** The words for `key` with {names} filled in. */
export function t(key, values = {}) {
  const found = WORDS[key];
  if (!found) return key;
  return found[chosen === "zh" ? 0 : 1].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
