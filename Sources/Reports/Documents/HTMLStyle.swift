/// The look of a report: the reader's own colours, one column of text, black on white on paper.
enum HTMLStyle {
  static let css = """
    :root{color-scheme:light dark;--ink:#1b1f23;--soft:#57606a;--rule:#d8dee4;--paper:#ffffff;\
    --link:#0a58a8;--shade:#f4f6f8}
    @media screen and (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--soft:#a3abb3;\
    --rule:#353b42;--paper:#14171a;--link:#7db8f5;--shade:#1d2125}}
    *{box-sizing:border-box}
    body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:60rem;background:var(--paper);\
    color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",\
    sans-serif}
    h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0}
    h2{font-size:1.4rem;margin:2.5rem 0 .5rem;padding-top:.6rem;border-top:1px solid var(--rule)}
    h3{font-size:1.15rem;margin:1.8rem 0 .4rem}
    h4,h5,h6{font-size:1rem;margin:1.4rem 0 .3rem}
    p,li,dd{max-width:44rem;overflow-wrap:anywhere}
    .lead{font-size:1.1rem}
    a{color:var(--link)}
    a:focus-visible,summary:focus-visible,.table:focus-visible{outline:2px solid var(--link);\
    outline-offset:2px}
    .skip{position:absolute;left:-100vw}
    .skip:focus{left:1rem;top:.5rem;padding:.4rem .8rem;background:var(--paper)}
    nav ol{columns:16rem;padding-left:1.6rem}
    .table{overflow-x:auto;margin:1rem 0}
    table{border-collapse:collapse;font-size:.92rem}
    caption{text-align:start;font-weight:600;padding-bottom:.4rem}
    th,td{padding:.28rem .55rem;text-align:start;vertical-align:top;font-weight:400}
    th:first-child,td:first-child{padding-left:.2rem}
    tbody th{white-space:nowrap}
    thead th{font-weight:600;border-bottom:2px solid var(--soft);vertical-align:bottom}
    tbody tr+tr>*{border-top:1px solid var(--rule)}
    tfoot tr>*{font-weight:600;border-top:2px solid var(--soft)}
    .number{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
    thead .number{white-space:normal}
    .unit,.footnote,figcaption,footer{color:var(--soft)}
    .footnote,figcaption,footer{font-size:.92rem}
    figure{margin:1.5rem 0}
    figure svg{display:block;max-width:100%;height:auto}
    .panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));\
    gap:.5rem}
    figcaption{max-width:44rem;margin-top:.3rem}
    summary{cursor:pointer;color:var(--link);font-size:.92rem}
    dt{font-weight:600;margin-top:.6rem}
    dd{margin:0}
    code{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.92em;\
    background:var(--shade);padding:.1em .35em;border-radius:3px}
    .provenance{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.2rem 1rem}
    .provenance dt{margin:0}
    @media (max-width:34rem){.provenance{display:block}}
    @media print{body{max-width:none;padding:0;font-size:10pt}.skip,nav,details{display:none}\
    figure,table,tr{break-inside:avoid}h2,h3,h4{break-after:avoid}.table{overflow:visible}\
    a{color:inherit;text-decoration:none}}

    """
}
