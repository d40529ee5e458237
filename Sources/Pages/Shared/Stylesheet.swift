/// The one style sheet, inlined in every page: a document to read, on paper and at night.
/// Colours are set once per scheme; every pair of text and ground reaches WCAG's 4.5 : 1.
enum Stylesheet {
    static let text: HTML = """
        :root{color-scheme:light dark;--paper:#fbfaf7;--raised:#f3f1ea;--ink:#1d1c1a;--quiet:#5b5852;--line:#d9d5cb;\
        --link:#1b4f72;--kept:#28603f;--missed:#9b2c1f;--running:#735310}
        @media (prefers-color-scheme:dark){:root{--paper:#15171a;--raised:#1e2125;--ink:#e6e3dc;--quiet:#a8a49b;\
        --line:#383c41;--link:#93c4e4;--kept:#86c79f;--missed:#f39c8f;--running:#dfbb6c}}
        *{box-sizing:border-box}
        html{font:106.25%/1.6 Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif","Liberation Serif",serif;\
        -webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0 auto;padding:0 1.125rem;max-width:41rem;background:var(--paper);color:var(--ink);\
        overflow-wrap:break-word;hanging-punctuation:first;font-variant-numeric:lining-nums}
        a{color:var(--link);text-decoration-thickness:.06em;text-underline-offset:.16em}
        a:hover{text-decoration-thickness:.12em}
        :focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:2px}
        .skip{position:absolute;left:-99rem}
        .skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem;z-index:1}
        .mast{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;justify-content:space-between;\
        padding:1.25rem 0 .75rem;border-bottom:1px solid var(--line)}
        .house{font-weight:700;color:inherit;text-decoration:none}
        nav{display:flex;flex-wrap:wrap;gap:0 1.1rem;font-size:.9rem}
        nav a{padding:.3rem 0;color:var(--quiet);text-decoration:none}
        nav a:hover{color:var(--link);text-decoration:underline}
        nav [aria-current]{color:var(--ink);box-shadow:0 2px var(--ink)}
        main{padding:2.25rem 0 1rem}
        h1,h2,h3{line-height:1.2;text-wrap:balance;font-weight:700;break-after:avoid}
        h1{font-size:clamp(1.75rem,1.35rem + 2vw,2.5rem);letter-spacing:-.012em;margin:.2rem 0 1rem}
        h2{font-size:1.35rem;margin:3rem 0 .75rem}
        h3{font-size:1.06rem;margin:1.75rem 0 .4rem}
        p,ul,ol,blockquote,pre{margin:0 0 1rem}
        p{text-wrap:pretty}
        .lead{font-size:1.16rem;line-height:1.5}
        .kicker{margin:0;color:var(--quiet);font-size:.9rem}
        .note,small,figcaption{color:var(--quiet);font-size:.88rem;line-height:1.5}
        time,.num,code,td,dd{font-variant-numeric:lining-nums tabular-nums}
        code,pre{font:.84em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;\
        overflow-wrap:anywhere}
        pre{background:var(--raised);padding:.75rem 1rem;white-space:pre-wrap;border-radius:3px}
        blockquote{margin-left:0;padding-left:1rem;border-left:3px solid var(--line);color:var(--quiet)}
        li{margin:.25rem 0}
        .plain{list-style:none;padding:0}
        .plain>li{margin:0;padding:.9rem 0;border-top:1px solid var(--line);break-inside:avoid}
        .plain p{margin:0}
        .plain .prose p{margin:0 0 .6rem}
        @media (min-width:38rem){\
        .ledger{display:grid;grid-template-columns:1fr 10rem;gap:1.5rem}.ledger>p{text-align:right}}
        .says{font-size:1.06rem;line-height:1.45}
        .panel{border:1px solid var(--line);border-left:4px solid var(--quiet);background:var(--raised);\
        padding:1rem 1.25rem;margin:1.5rem 0;border-radius:3px;break-inside:avoid}
        .panel p:last-child{margin:0}
        .panel.kept{border-left-color:var(--kept)}
        .panel.missed{border-left-color:var(--missed)}
        .panel.running{border-left-color:var(--running)}
        .big{font-size:1.5rem;line-height:1.25;font-weight:700;margin:.1rem 0 .3rem}
        .mark{font-weight:700;white-space:nowrap}
        .mark::before{display:inline-block;margin-right:.35em}
        .mark.kept{color:var(--kept)}.mark.kept::before{content:"✓"}
        .mark.missed{color:var(--missed)}.mark.missed::before{content:"✗"}
        .mark.running{color:var(--running)}.mark.running::before{content:"◔"}
        .mark.waived{color:var(--quiet)}.mark.waived::before{content:"–"}
        dl{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1.25rem;margin:1.5rem 0 2rem;\
        font-size:.92rem;line-height:1.45}
        dt{color:var(--quiet)}
        dd{margin:0}
        table{width:100%;margin:0 0 1.5rem;border-collapse:collapse;font-size:.92rem;line-height:1.4}
        th,td{text-align:left;vertical-align:top;padding:.6rem .75rem .6rem 0;border-top:1px solid var(--line)}
        th:last-child,td:last-child{padding-right:0}
        thead th{border:0;color:var(--quiet);font-weight:400;font-size:.84rem;vertical-align:bottom}
        .year th{padding-top:1.5rem;border:0;font-size:1.06rem}
        td small,td .mark{display:block}
        .day{white-space:nowrap}
        .bar{display:block;width:100%;height:.3rem;margin:.5rem 0}
        .use{height:.2rem;max-width:16rem;background:var(--line)}
        .bar .kept{fill:var(--kept)}.bar .missed{fill:var(--missed)}
        .bar .running{fill:var(--running)}.bar .waived{fill:var(--line)}
        .line{display:grid;grid-template-columns:3.5rem 1fr;margin:1rem 0 2rem}
        .line svg{width:3.5rem;grid-area:2/1;stroke:var(--quiet);fill:none}
        .line circle{fill:var(--ink);stroke:none}
        .line ol{grid-area:2/2;list-style:none;margin:0;padding:0 0 0 .25rem}
        .line li{height:3rem;margin:0;line-height:1.3;overflow-wrap:normal;display:flex;\
        flex-direction:column;justify-content:center}
        .line figcaption{grid-area:1/1/2/3;margin:0 0 .75rem}
        .correction{border-left:4px solid var(--running);padding:.1rem 0 .1rem 1.1rem;margin:1.5rem 0}
        form{margin:0 0 1.5rem}
        #post-mortem{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--line)}
        #post-mortem>.kicker+h2{margin-top:1rem}
        label{display:block;font-weight:700}
        textarea,.secret,input[type=email]{display:block;width:100%;font:inherit;color:inherit;background:var(--raised);\
        border:1px solid var(--quiet);border-radius:3px;padding:.75rem;margin:.5rem 0 1rem}
        fieldset{border:0;padding:0;margin:0 0 1.25rem}
        legend{font-weight:700;padding:0;margin:0 0 .25rem}
        fieldset .note{margin:0 0 .25rem}
        button+.note{margin-top:.75rem}
        .choice{display:flex;gap:.7rem;align-items:baseline;font-weight:400;padding:.35rem 0;min-height:2rem}
        .choice input{flex:none;width:1.15rem;height:1.15rem;margin:0;accent-color:var(--link);align-self:center}
        .secret{font-family:ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere;user-select:all}
        button{font:inherit;font-weight:700;min-height:3rem;padding:.6rem 1.5rem;border:0;border-radius:3px;\
        background:var(--ink);color:var(--paper);cursor:pointer}
        footer{border-top:1px solid var(--line);margin-top:4rem;padding:1rem 0 2rem;color:var(--quiet);\
        font-size:.84rem;line-height:1.5}
        footer p{margin:0}
        @media (max-width:30rem){table{font-size:.86rem}th,td{padding-right:.5rem}h2{margin-top:2.5rem}}
        @media print{:root{--paper:#fff;--raised:#fff;--ink:#000;--quiet:#333;--line:#999;--link:#000;--kept:#000;\
        --missed:#000;--running:#000}html{font-size:11pt}body{max-width:none}nav,.skip,form{display:none}\
        main a[href^="http"]::after{content:" (" attr(href) ")";font-size:.8em}}
        """
}
