import Charts

/// The one style sheet (样式表): quiet colours, numbers that line up, light and dark, phone and paper.
enum StyleSheet {
    static let text =
        ChartStyle.css + "\n" + colours + base + frame + forms + figures + tables + states + narrow
        + paper

    /// Light unless the browser or the person asks for dark; contrast is at least 4.5 to 1.
    private static let colours = """
        :root{color-scheme:light;--ground:#f6f8f7;--paper:#fff;--ink:#17211d;--quiet:#55635c;\
        --line:#dbe3df;--soft:#edf2ef;--accent:#0b6b4f;--accent-ink:#fff;--link:#0a6049;\
        --good:#0b6b3a;--good-soft:#e3f5ea;--warn:#8a5200;--warn-soft:#fdf1dc;--bad:#b3261e;\
        --bad-soft:#fdeae8;--shade:0 1px 2px rgba(16,40,30,.07),0 2px 8px rgba(16,40,30,.04);\
        --focus:#1a73e8}
        :root[data-theme=dark]{color-scheme:dark;--ground:#0f1513;--paper:#171f1c;--ink:#e5ece8;\
        --quiet:#a0afa8;--line:#2c3833;--soft:#1f2925;--accent:#2f9d77;--accent-ink:#06110d;\
        --link:#6fd3ae;--good:#6fd69b;--good-soft:#143222;--warn:#f2b65c;--warn-soft:#35270e;\
        --bad:#ff8f86;--bad-soft:#3c1916;--shade:none;--focus:#8ab4f8}
        @media (prefers-color-scheme:dark){:root[data-theme=auto]{color-scheme:dark;--ground:#0f1513;\
        --paper:#171f1c;--ink:#e5ece8;--quiet:#a0afa8;--line:#2c3833;--soft:#1f2925;--accent:#2f9d77;\
        --accent-ink:#06110d;--link:#6fd3ae;--good:#6fd69b;--good-soft:#143222;--warn:#f2b65c;\
        --warn-soft:#35270e;--bad:#ff8f86;--bad-soft:#3c1916;--shade:none;--focus:#8ab4f8}}

        """

    private static let base = """
        *{box-sizing:border-box}html{background:var(--ground);-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 system-ui,-apple-system,\
        "Segoe UI","Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",\
        sans-serif;display:flex;flex-direction:column;min-height:100vh}
        h1{font-size:1.55rem;line-height:1.25;margin:.2rem 0 .8rem;letter-spacing:-.01em}
        h2{font-size:1.12rem;margin:0 0 .7rem}h3{font-size:1rem;margin:1rem 0 .4rem}
        h1 small,h2 small{color:var(--quiet);font-weight:400;font-size:.7em;margin-left:.4em}
        p{margin:.4rem 0}a{color:var(--link);text-underline-offset:.15em}
        a:hover{text-decoration-thickness:2px}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
        code{font:.88em/1.4 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;\
        overflow-wrap:anywhere}
        .quiet,.hint,.remedy{color:var(--quiet)}.quiet{font-size:.92em}
        .lead{font-size:1.05rem;color:var(--quiet);max-width:44rem}
        .skip{position:absolute;left:-99rem}.skip:focus{left:.5rem;top:.5rem;background:var(--paper);\
        padding:.6rem 1rem;z-index:9}
        .heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        [hidden]{display:none!important}

        """

    private static let frame = """
        .top{display:flex;align-items:center;gap:.4rem 1.2rem;flex-wrap:wrap;padding:.5rem 1.2rem;\
        background:var(--paper);border-bottom:1px solid var(--line);position:sticky;top:0;z-index:5}
        .brand{display:flex;align-items:center;gap:.6rem;font-weight:650;color:var(--ink);\
        text-decoration:none;letter-spacing:-.01em}
        .brand small{display:block;font-weight:400;color:var(--quiet);font-size:.75rem;line-height:1.1}
        .brand span{line-height:1.15}
        .top nav{flex:1 1 auto;min-width:0}.top nav ul{display:flex;gap:.1rem;list-style:none;margin:0;\
        padding:0;overflow-x:auto;scrollbar-width:none}
        .top nav a{display:block;padding:.4rem .7rem;border-radius:6px;color:var(--quiet);\
        text-decoration:none;white-space:nowrap}
        .top nav a:hover{background:var(--soft);color:var(--ink)}
        .top nav a[aria-current]{color:var(--ink);background:var(--soft);font-weight:600}
        .tools{display:flex;align-items:center;gap:.2rem;margin-left:auto}
        .tool{display:inline-flex;align-items:center;min-height:2.2rem;padding:.2rem .6rem;\
        border-radius:6px;color:var(--quiet);text-decoration:none;cursor:pointer}
        .tool:hover{background:var(--soft);color:var(--ink)}
        .who{max-width:10rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        .menu{position:relative}.menu>summary{list-style:none}
        .menu>summary::-webkit-details-marker{display:none}
        .menu>ul{position:absolute;right:0;top:100%;min-width:11rem;background:var(--paper);\
        border:1px solid var(--line);border-radius:8px;box-shadow:0 6px 24px rgba(0,0,0,.16);\
        list-style:none;margin:.3rem 0 0;padding:.35rem;z-index:6}
        .menu li>a,.menu button.link{display:block;width:100%;text-align:left;padding:.45rem .6rem;\
        border-radius:5px;color:var(--ink);text-decoration:none}
        .menu li>a:hover,.menu button.link:hover{background:var(--soft)}
        .menu a[aria-current]{font-weight:600}.menu .plain{padding:.3rem .6rem;color:var(--quiet);\
        font-size:.9em}
        main{flex:1 0 auto;width:100%;max-width:76rem;margin:0 auto;padding:1.2rem}
        main.wide{max-width:104rem}main:focus{outline:none}
        footer{padding:1.2rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.85rem;\
        text-align:center}footer p{margin:.15rem 0}
        .card{background:var(--paper);border:1px solid var(--line);border-radius:10px;\
        box-shadow:var(--shade);padding:1rem 1.15rem;margin:0 0 1rem;min-width:0}
        .narrow{max-width:30rem;margin-left:auto;margin-right:auto}
        .pair{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(28rem,100%),1fr));gap:0 1rem}
        .head{display:flex;flex-wrap:wrap;align-items:flex-end;justify-content:space-between;\
        gap:.4rem 1rem;margin-bottom:.6rem}.head h1{margin-bottom:.1rem}
        .crumbs{font-size:.9rem;color:var(--quiet);margin:0}
        .crumbs a{text-decoration:none}

        """

    private static let forms = """
        label,legend{font-weight:600}label{display:block;margin:.7rem 0 .2rem}
        label small{font-weight:400;color:var(--quiet)}
        fieldset{border:1px solid var(--line);border-radius:6px;margin:1rem 0 0}legend{font-size:1.05rem;padding:0 .4rem}
        input,select,textarea{font:inherit;color:var(--ink);background:var(--paper);width:100%;\
        border:1px solid #7f8f87;border-radius:6px;padding:.45rem .6rem;min-height:2.4rem}
        input[type=checkbox],input[type=radio]{width:auto;min-height:0;accent-color:var(--accent)}
        input[type=range]{padding:0;accent-color:var(--accent);border:0}
        input[type=file]{padding:.3rem}textarea{min-height:9rem;resize:vertical}
        .check{display:flex;gap:.5rem;align-items:baseline;font-weight:400}
        .hint{display:block;font-size:.88rem}.fault{display:block;color:var(--bad);font-weight:600}
        [aria-invalid=true]{border-color:var(--bad);border-width:2px}
        button,.button{font:inherit;font-weight:600;display:inline-flex;align-items:center;gap:.4rem;\
        min-height:2.4rem;padding:.4rem .95rem;border-radius:7px;border:1px solid var(--line);\
        background:var(--paper);color:var(--ink);cursor:pointer;text-decoration:none}
        button:hover,.button:hover{background:var(--soft)}
        button.primary,.button.primary{background:var(--accent);border-color:var(--accent);\
        color:var(--accent-ink)}button.primary:hover,.button.primary:hover{filter:brightness(1.08)}
        form>button.primary{margin-top:1.1rem}button[disabled]{opacity:.55;cursor:not-allowed}
        button.danger{color:var(--bad);border-color:var(--bad)}
        button.link{border:0;background:none;font-weight:400;padding:.2rem;min-height:0;color:var(--link)}
        button.small,.button.small{min-height:1.9rem;padding:.15rem .6rem;font-weight:500;font-size:.9rem;white-space:nowrap}
        .row{display:flex;flex-wrap:wrap;align-items:flex-end;gap:.5rem .8rem}
        .row label{margin:0}.row>*{flex:0 1 auto}.row>label:not(.check),.row>.small{align-self:center}.row input,.row select{width:auto;max-width:100%}
        .steps{max-width:42rem;margin:0 auto}
        .way{display:flex;gap:.4rem;list-style:none;padding:0;margin:0 0 1rem;counter-reset:way;flex-wrap:wrap}
        .way li{counter-increment:way;padding:.2rem .8rem;border-radius:99px;background:var(--soft);\
        color:var(--quiet)}.way li::before{content:counter(way) " · "}
        .way li[aria-current]{background:var(--accent);color:var(--accent-ink);font-weight:600}

        """

    private static let figures = """
        .figures{display:flex;flex-wrap:wrap;gap:1px;\
        background:var(--line);border:1px solid var(--line);border-radius:10px;overflow:hidden;\
        margin:0 0 1rem;box-shadow:var(--shade)}
        .figures>div{flex:1 1 12rem;background:var(--paper);padding:.75rem 1rem}
        .figures dt{color:var(--quiet);font-size:.85rem}
        .figures dd{margin:.1rem 0 0;font-size:1.4rem;font-weight:650;line-height:1.2;\
        font-variant-numeric:tabular-nums;letter-spacing:-.01em}
        .figures dd small{font-size:.8rem;font-weight:400;color:var(--quiet);letter-spacing:0}
        .figures dd a{color:inherit;text-decoration-color:var(--line)}
        .figures dd.none{font-size:.95rem;font-weight:400;color:var(--quiet)}
        .figures .why{display:block;font-size:.8rem;font-weight:400;color:var(--quiet)}
        .level{display:inline-flex;align-items:center;justify-content:center;min-width:2rem;height:2rem;\
        padding:0 .5rem;border-radius:7px;font-weight:700;\
        background:var(--good-soft);color:var(--good);white-space:nowrap;flex:none}
        .level.informs{background:var(--soft);color:var(--quiet)}
        .level.none{background:none;color:var(--quiet);border:1px dashed var(--line)}
        .badge{display:inline-block;padding:.05rem .5rem;border-radius:99px;font-size:.82rem;\
        font-weight:600;background:var(--soft);color:var(--quiet);white-space:nowrap}
        .badge.met,.badge.done,.badge.valid{background:var(--good-soft);color:var(--good)}
        .badge.warning,.badge.not_evaluated,.badge.waiting{background:var(--warn-soft);color:var(--warn)}
        .badge.disqualifies,.badge.not_met,.badge.failed,.badge.revoked{background:var(--bad-soft);\
        color:var(--bad)}
        figure{margin:0 0 .6rem}figcaption{font-weight:600;margin-bottom:.3rem}
        .picture{overflow-x:auto;padding:0 .5rem}.picture svg{overflow:visible;display:block;width:100%;height:auto}
        .uploads{list-style:none;padding:0;margin:0}.uploads>li{padding:.6rem 0;border-top:1px solid var(--line)}
        .uploads>li:first-child{border-top:0}.batch{border-top:1px solid var(--line);padding:.5rem 0}
        .table select{width:auto;min-width:5rem;max-width:12rem}.table input{min-width:4rem}
        td.bar{width:55%}tr.asked{background:var(--good-soft)}
        .spark svg{width:8rem;height:2rem;display:block}
        .chart-table caption{text-align:left;font-weight:600;padding:.3rem .6rem}
        meter,progress{width:100%;height:.8rem;accent-color:var(--accent)}

        """

    private static let tables = """
        .table th,.table td{min-width:3.4em}.table .day{white-space:nowrap}
        .table{position:relative;overflow-x:auto;margin:0 -.2rem}table{border-collapse:collapse;width:100%;font-size:.95rem}
        th,td{padding:.45rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        thead th{color:var(--quiet);font-weight:600;font-size:.86rem;white-space:nowrap;\
        border-bottom-width:2px}thead th a{color:inherit;text-decoration:none}
        thead th a:hover{text-decoration:underline}tbody tr:hover{background:var(--soft)}
        tbody tr:last-child>*{border-bottom:0}tbody th{font-weight:600}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        td.n a{color:inherit;text-decoration-color:var(--line)}
        td small,th small{display:block;color:var(--quiet);font-weight:400}
        tr.bad{background:var(--bad-soft)}tr.bad td{border-color:transparent}
        .raw{font:.86em/1.5 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre}
        details>summary{cursor:pointer}.behind>summary{color:var(--quiet);font-size:.9rem;padding:.3rem 0}
        .behind .table{max-height:26rem;overflow:auto}
        ul.plain,ol.plain{list-style:none;padding:0;margin:0}
        .findings{list-style:none;padding:0;margin:0}.findings>li{border-left:3px solid var(--line);\
        padding:.35rem .8rem;margin:.5rem 0}.findings>li.warning{border-color:var(--warn)}
        .findings>li.disqualifies{border-color:var(--bad)}.findings p{margin:.1rem 0}
        .place{color:var(--quiet);font-size:.92em;overflow-wrap:anywhere}
        .cell{background:var(--soft);padding:0 .3rem;border-radius:4px}
        .chain,.chain ul{list-style:none;padding-left:1.1rem;border-left:1px solid var(--line);margin:.2rem 0}
        .chain{padding-left:0;border:0}.chain li{padding:.15rem 0;overflow-wrap:anywhere}

        """

    private static let states = """
        .notice{padding:.65rem 1rem;border-radius:8px;border:1px solid var(--line);background:var(--soft);\
        margin:0 0 1rem}.notice.done{background:var(--good-soft);color:var(--good);border-color:transparent}
        .notice.wrong{background:var(--bad-soft);color:var(--bad);border-color:transparent}
        .split{display:grid;grid-template-columns:minmax(12rem,17rem) minmax(0,1fr);gap:1rem;align-items:start}
        .side{position:sticky;top:4.5rem;max-height:calc(100vh - 6rem);overflow-y:auto;padding:.5rem}
        .side a{display:flex;gap:.6rem;align-items:center;padding:.4rem .5rem;border-radius:7px;\
        color:var(--ink);text-decoration:none;overflow-wrap:anywhere}.side a:hover{background:var(--soft)}
        .side a[aria-current]{background:var(--soft);font-weight:600}
        .side small{display:block;color:var(--quiet);font-weight:400;line-height:1.3}
        .big{font-size:1.1rem;display:flex;align-items:center;gap:.6rem;flex-wrap:wrap}
        .sliders{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:.2rem 1.4rem}
        .sliders+.row{margin-top:1rem}.sliders output{float:right;font-variant-numeric:tabular-nums;color:var(--link)}
        .empty{padding:2.5rem 1rem;text-align:center;color:var(--quiet)}
        .drop{border:2px dashed #7f8f87;border-radius:12px;padding:2rem 1rem;text-align:center;\
        background:var(--paper);margin:0 0 1rem}.drop.over{border-color:var(--accent);background:var(--good-soft)}

        """

    private static let narrow = """
        @media (max-width:60rem){.split{grid-template-columns:minmax(0,1fr)}\
        .side{position:static;max-height:15rem}}
        @media (max-width:48rem){main{padding:.8rem}.top{padding:.4rem .8rem;position:static}\
        .top nav{order:3;flex-basis:100%}.card{padding:.85rem .9rem}.row>label:not(.heard,.check){flex:1 0 100%}.row>input,.row>select{flex:1 1 8rem}h1{font-size:1.3rem}.picture svg{min-width:34rem}.picture.broad svg{min-width:62rem}\
        .top nav ul{flex-wrap:wrap;overflow:visible}.top nav a{padding:.3rem .55rem}\
        .table tbody th{min-width:8em}.stacked thead{display:none}.stacked tr{display:block;padding:.45rem 0;border-bottom:1px solid var(--line)}\
        .stacked tr:last-child{border-bottom:0}.stacked td,.stacked th{display:block;border:0;padding:.1rem .45rem}\
        .stacked td.n,.stacked td.day{display:flex;justify-content:space-between;gap:1rem}.stacked td.n small{display:inline}\
        .stacked td[data-label]::before{content:attr(data-label);color:var(--quiet)}\
        .stacked .raw{white-space:pre-wrap;overflow-wrap:anywhere}\
        .figures>div{flex-basis:9rem}.figures dd{font-size:1.15rem}\
        th,td{padding:.4rem .45rem}}

        """

    private static let paper = """
        @media print{:root,:root[data-theme=auto],:root[data-theme=dark]{--ground:#fff;--paper:#fff;--ink:#000;\
        --quiet:#444;--line:#bbb;--shade:none}.top nav,.tools,.skip,form,.behind>summary{display:none}\
        .top{position:static}.card{break-inside:avoid;border:0;padding:0}main{max-width:none;padding:0}}

        """
}
