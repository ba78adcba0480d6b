"use strict";
(() => {
  const byID = (id) => document.getElementById(id);

  // Everything that is shown is set as text, never as markup.
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };

  const draw = (name, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const call = async (path, body, signal) => {
    let response;
    try {
      response = await fetch(path, body === undefined ? { signal } : {
        method: "POST", signal, headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Error("The server does not answer: is “tokprof serve” still running?");
    }
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error.reason);
    return answer;
  };

  // A call that is asked for again before it is answered is dropped.
  const latest = (delay, work) => {
    let timer;
    let controller = new AbortController();
    return () => {
      clearTimeout(timer);
      controller.abort();
      controller = new AbortController();
      const signal = controller.signal;
      timer = setTimeout(() => work(signal).catch((error) => {
        if (error.name !== "AbortError") throw error;
      }), delay);
    };
  };

  // Numbers

  const units = [[1e15, "Q"], [1e12, "T"], [1e9, "B"], [1e6, "M"]];
  const digits = (number, significant) =>
    number.toLocaleString("en-US", { maximumSignificantDigits: significant });
  const whole = (number) => number.toLocaleString("en-US");
  const brief = (number) => {
    const unit = units.find(([size]) => number >= size);
    return unit ? digits(number / unit[0], 4) + unit[1] : number >= 1e4 ? whole(Math.round(number)) : digits(number, 4);
  };
  // The exact number is kept beside the one that is read.
  const data = (number, text) => make("data", { value: String(number) }, text(number));
  const numberCell = (number, text) => make(
    "td", { class: "number" }, number === undefined || number === null ? "–" : data(number, text));

  const table = (caption, columns, rows, footer) => {
    const line = (cells) => make("tr", {}, ...cells);
    const head = columns.map((title, index) => make(
      "th", { scope: "col", class: index > 0 ? "number" : undefined }, title));
    const result = make(
      "table", {}, make("caption", {}, caption), make("thead", {}, line(head)),
      make("tbody", {}, ...rows.map(line)));
    if (footer) result.append(make("tfoot", {}, line(footer)));
    return result;
  };

  const rowHead = (text) => make("th", { scope: "row" }, text);

  const show = (id, error) => {
    const place = byID(id);
    place.textContent = error ? error.message : "";
    place.className = error ? "fault" : "";
  };

  // What the address says after its #: what is chosen, so that a view can be kept and shared.

  const chosen = new URLSearchParams(location.hash.slice(1));
  const keep = () => {
    const kept = new URLSearchParams();
    for (const control of controls) {
      if (control.isSet()) kept.set(control.key, control.value());
    }
    kept.set("profiles", checked("profiles").join(","));
    const parts = [...mix].map(([script, weight]) => `${script}:${weight}`);
    kept.set("mix", parts.join(","));
    history.replaceState(null, "", "#" + kept.toString());
  };

  // Choices

  const fillChoices = (id, names, on, change, nothing) => {
    const place = byID(id);
    if (names.length === 0) place.append(make("p", { class: "soft" }, nothing));
    for (const name of names) {
      const box = make("input", { type: "checkbox", value: name, checked: on.includes(name) });
      box.addEventListener("change", change);
      place.append(make("label", { class: "choice" }, box, name));
    }
  };

  const checked = (id) =>
    [...byID(id).querySelectorAll("input:checked")].map((box) => box.value);

  // Counting

  let counted;

  const showTokens = () => {
    const place = byID("tokens");
    const result = counted?.tokenizers.find((each) => each.name === byID("shown").value);
    place.replaceChildren();
    if (!result) return;
    const parts = document.createDocumentFragment();
    result.stretches.forEach((stretch, index) => {
      const many = stretch.ids.length > 1;
      parts.append(make(
        "span", {
          class: `t${index % 6}${many ? " many" : ""}`,
          title: (many ? "ids " : "id ") + stretch.ids.join(", "),
        }, stretch.text.replaceAll("\n", "↵\n")));
    });
    if (result.stretchesAreCut) parts.append(" … and more text");
    place.append(parts);
  };

  const showCounts = () => {
    const results = counted.tokenizers;
    const scripts = results[0].scripts;
    const cells = (source, of) => [
      numberCell(source.bytes, whole), numberCell(source.characters, whole),
      ...results.flatMap((result) => {
        const counts = of(result);
        return [
          numberCell(counts?.tokens, whole),
          numberCell(
            counts?.tokens > 0 ? counts.bytes / counts.tokens : null, (ratio) => ratio.toFixed(3)),
        ];
      }),
    ];
    byID("counts").replaceChildren(table(
      "Counts by script",
      ["script", "bytes", "characters",
        ...results.flatMap(({ name }) => [`${name}: tokens`, "bytes/token"])],
      scripts.map((script) => [rowHead(script.script), ...cells(
        script, (result) => result.scripts.find((each) => each.script === script.script))]),
      [rowHead("all"), ...cells(results[0], (result) => result)]));
    const shown = byID("shown");
    const before = shown.value;
    shown.replaceChildren(...results.map(({ name }) => make("option", {}, name)));
    if (results.some(({ name }) => name === before)) shown.value = before;
    showTokens();
    byID("count-result").hidden = false;
  };

  const count = latest(150, async (signal) => {
    const text = byID("text").value;
    const tokenizers = checked("tokenizers");
    if (text === "" || tokenizers.length === 0) {
      byID("count-result").hidden = true;
      show("count-status");
      return;
    }
    try {
      counted = await call("/api/count", { text, tokenizers, stretches: true }, signal);
      show("count-status");
      showCounts();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      byID("count-result").hidden = true;
      show("count-status", error);
    }
  });

  const read = async (file) => {
    if (!file) return;
    byID("text").value = await file.text();
    count();
  };

  const setUpText = () => {
    const drop = byID("drop");
    byID("text").addEventListener("input", count);
    byID("file").addEventListener("change", (event) => read(event.target.files[0]));
    byID("clear").addEventListener("click", () => {
      byID("text").value = "";
      byID("file").value = "";
      byID("text").focus();
      count();
    });
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      drop.addEventListener(name, () => drop.classList.remove("over"));
    }
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length > 0) {
        read(event.dataTransfer.files[0]);
      } else {
        byID("text").value = event.dataTransfer.getData("text");
        count();
      }
    });
    byID("shown").addEventListener("change", showTokens);
    byID("use-mix").addEventListener("click", () => {
      mix.clear();
      const scripts = counted.tokenizers[0].scripts.filter(({ script }) => script !== "Zyyy");
      for (const { script, bytes } of scripts) mix.set(script, bytes);
      showMix();
      solve();
    });
  };

  // Sliders

  // A slider moves by factors, and its field takes what the command line takes: 3.2TB, 7B, 40%.
  const factor = { kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15, K: 1e3, M: 1e6, B: 1e9,
    T: 1e12, "%": 0.01 };
  const parsed = (text) => {
    const match = /^\s*([\d._]+(?:[eE]\d+)?)\s*([a-zA-Z%]*)\s*$/.exec(text);
    return match ? Number(match[1].replaceAll("_", "")) * (factor[match[2]] ?? 1) : NaN;
  };
  const written = (number, suffixes) => {
    const [size, suffix] = suffixes.find(([size]) => number >= size) ?? [1, ""];
    return Number((number / size).toPrecision(2)) + suffix;
  };
  const sizes = [[1e15, "PB"], [1e12, "TB"], [1e9, "GB"], [1e6, "MB"]];
  const counts = [[1e12, "T"], [1e9, "B"], [1e6, "M"]];

  const slider = (key, title, low, high, start, write) => {
    const steps = 400;
    const field = make("input", {
      type: "text", id: key, value: chosen.get(key) ?? start, autocomplete: "off",
      spellcheck: "false", "aria-label": `${title}, exactly`,
    });
    const range = make("input", {
      type: "range", id: `${key}-slider`, min: 0, max: steps, "aria-label": title,
    });
    const follow = () => {
      const place = Math.log(parsed(field.value) / low) / Math.log(high / low);
      if (Number.isFinite(place)) range.value = Math.round(place * steps);
      range.setAttribute("aria-valuetext", field.value);
    };
    range.addEventListener("input", () => {
      field.value = write(low * (high / low) ** (range.value / steps));
      range.setAttribute("aria-valuetext", field.value);
      solve();
    });
    field.addEventListener("input", () => {
      follow();
      solve();
    });
    follow();
    byID("controls").append(make(
      "div", { class: "control" }, make("label", { for: key }, title), range, field));
    return {
      key, value: () => field.value.trim(), isSet: () => !field.disabled,
      disable: (off) => { field.disabled = range.disabled = off; },
    };
  };

  const controls = [];

  const setUpControls = (accelerators) => {
    controls.push(
      slider("bytes", "Text of the dataset", 1e9, 1e15, "1TB", (n) => written(n, sizes)),
      slider("epochs", "Epochs", 1, 100, "1", (n) => String(Math.round(n))),
      slider("params", "Parameters", 1e8, 2e12, "7B", (n) => written(n, counts)));
    const gpu = make(
      "select", { id: "gpu" },
      ...accelerators.map(({ name, vendor }) => make(
        "option", { value: name }, vendor && !name.startsWith(vendor) ? `${name} (${vendor})` : name)));
    const wanted = [chosen.get("gpu"), "H100-SXM", accelerators[0].name];
    gpu.value = wanted.find((name) => accelerators.some((each) => each.name === name));
    gpu.addEventListener("change", () => solve());
    byID("controls").append(make(
      "div", { class: "control" }, make("label", { for: "gpu" }, "Accelerator"), gpu));
    controls.push(
      { key: "gpu", value: () => gpu.value, isSet: () => true },
      slider("gpus", "Accelerators", 1, 32768, "64", (n) => String(Math.round(n))));
    const mfu = slider(
      "mfu", "Utilisation (MFU)", 0.01, 1, "40%", (n) => `${Number((100 * n).toPrecision(2))}%`);
    controls.push(mfu);
    const published = make("input", { type: "checkbox", checked: chosen.has("gpus") && !chosen.has("mfu") });
    const follow = () => mfu.disable(published.checked);
    published.addEventListener("change", () => {
      follow();
      solve();
    });
    follow();
    byID("controls").append(make(
      "div", { class: "control" },
      make("label", { class: "choice" }, published, "as in published runs")));
  };

  // The mix: weights by script, which are made to add up to one.

  const mix = new Map();
  let knownScripts = [];

  const sharesOf = () => {
    const sum = [...mix.values()].reduce((sum, weight) => sum + weight, 0);
    return new Map([...mix].map(([script, weight]) => [script, sum > 0 ? weight / sum : 0]));
  };

  const showMix = () => {
    const largest = Math.max(...mix.values(), 0);
    // Weights may be bytes of a text; on a slider they are hundredths.
    if (largest > 100 || (largest > 0 && largest < 1)) {
      const scale = [...mix.values()].reduce((sum, weight) => sum + weight, 0) / 100;
      for (const [script, weight] of mix) mix.set(script, weight / scale);
    }
    const outputs = new Map();
    const follow = () => {
      for (const [script, share] of sharesOf()) {
        outputs.get(script).replaceChildren(
          data(share, (number) => `${(100 * number).toFixed(1)}%`));
      }
    };
    byID("shares").replaceChildren(...[...mix].map(([script, weight]) => {
      const range = make("input", {
        type: "range", id: `mix-${script}`, min: 0, max: 100, step: "any", value: weight,
      });
      range.addEventListener("input", () => {
        mix.set(script, Number(range.value));
        follow();
        solve();
      });
      outputs.set(script, make("output", { for: `mix-${script}` }));
      const remove = make("button", { type: "button", "aria-label": `Remove ${script}` }, "×");
      remove.addEventListener("click", () => {
        mix.delete(script);
        showMix();
        byID("more").focus();
        solve();
      });
      return make(
        "div", { class: "share" }, make("label", { for: `mix-${script}` }, script), range,
        outputs.get(script), remove);
    }));
    follow();
    const others = knownScripts.filter((script) => !mix.has(script));
    byID("more").replaceChildren(
      make("option", { value: "" }, "a script…"), ...others.map((script) => make("option", {}, script)));
  };

  const setUpMix = (profiles) => {
    const bytes = new Map();
    for (const profile of profiles) {
      for (const [script, count] of Object.entries(profile.scriptBytes)) {
        if (script !== "Zyyy") bytes.set(script, (bytes.get(script) ?? 0) + count);
      }
    }
    knownScripts = [...bytes].sort((a, b) => b[1] - a[1]).map(([script]) => script);
    for (const part of (chosen.get("mix") ?? "").split(",").filter(Boolean)) {
      const [script, weight] = part.split(":");
      if (Number(weight) >= 0) mix.set(script, Number(weight));
    }
    if (mix.size === 0 && knownScripts.length > 0) mix.set(knownScripts[0], 100);
    byID("more").addEventListener("change", (event) => {
      if (event.target.value === "") return;
      mix.set(event.target.value, 20);
      showMix();
      solve();
    });
    showMix();
  };

  // Days

  const range = (interval) => interval && interval.low !== interval.high
    ? `${brief(interval.low)} to ${brief(interval.high)}` : "–";

  const showDays = (rows) => {
    const known = rows.filter(({ training }) => training?.days);
    if (known.length === 0) return byID("days").replaceChildren();
    const scale = 460 / Math.max(...known.map(({ training }) => training.days.high));
    const height = 34 * known.length + 8;
    const bars = known.flatMap(({ name, training: { days } }, index) => {
      const top = 34 * index + 8;
      const mark = `M${180 + days.low * scale} ${top + 6}v12m0-6H${180 + days.high * scale}m0-6v12`;
      const shown = name.length > 20 ? name.slice(0, 19) + "…" : name;
      return [
        draw("text", { x: 0, y: top + 17 }, shown),
        draw("rect", { class: "bar", x: 180, y: top, width: days.median * scale, height: 24 },
          draw("title", {}, `${name}: ${days.median}`)),
        ...(days.low < days.high ? [draw("path", { class: "range", d: mark })] : []),
        draw("text", { x: 186 + days.high * scale, y: top + 17 }, `${brief(days.median)} days`),
      ];
    });
    byID("days").replaceChildren(draw(
      "svg", { viewBox: `0 0 760 ${height}`, width: 760, height, role: "img" },
      draw("title", {}, "Days of training by profile, with intervals"),
      draw("desc", {}, "The table below has the same numbers."), ...bars));
  };

  const showTraining = (rows) => {
    const cells = ({ name, estimate, training, error }) => error
      ? [rowHead(name), make("td", { colspan: 7, class: "fault" }, error.message)]
      : [
        rowHead(name), numberCell(estimate.tokens, brief),
        make("td", { class: "number" }, range(estimate.interval)),
        numberCell(training.days?.median, brief),
        make("td", { class: "number" }, range(training.days)),
        numberCell(training.gpuHours, brief), numberCell(training.lowerBoundDays, brief),
        numberCell(training.utilisation?.median ?? training.mfu?.sixN,
          (share) => `${(100 * share).toFixed(1)}%`),
      ];
    byID("training-result").replaceChildren(table(
      "What it takes, by profile",
      ["profile", "tokens", "95% interval", "days", "80% interval", "GPU-hours", "at least, days",
        "MFU, 6·N"],
      rows.map(cells)));
    const notes = rows.flatMap(({ estimate, training }) => [
      ...(estimate?.intervalReason ? [estimate.intervalReason] : []), ...(estimate?.cautions ?? []),
      ...(training?.warnings ?? []).map(({ text }) => `Warning: ${text}.`),
    ]);
    byID("notes").textContent = [...new Set(notes)].join(" ");
  };

  const solve = latest(80, async (signal) => {
    keep();
    const names = checked("profiles");
    const dataset = { bytes: controls[0].value(), mix: Object.fromEntries(sharesOf()) };
    const settings = {};
    for (const control of controls.slice(1)) {
      if (control.isSet()) settings[control.key] = control.value();
    }
    const rows = await Promise.all(names.map(async (name) => {
      try {
        const [estimate, training] = await Promise.all([
          call("/api/estimate", { profile: name, ...dataset }, signal),
          call("/api/training", { profile: name, ...dataset, ...settings }, signal),
        ]);
        return { name, estimate, training };
      } catch (error) {
        if (error.name === "AbortError") throw error;
        return { name, error };
      }
    }));
    showDays(rows);
    showTraining(rows);
    byID("training-status").textContent = rows.filter((row) => row.training?.days)
      .map(({ name, training }) => `${name}: ${brief(training.days.median)} days.`).join(" ");
  });

  const start = async () => {
    setUpText();
    const [tokenizers, profiles, accelerators] = await Promise.all([
      call("/api/tokenizers"), call("/api/profiles"), call("/api/accelerators")]);
    const names = tokenizers.map(({ name }) => name);
    fillChoices(
      "tokenizers", names, names, count,
      "None is loaded. Start “tokprof serve -t tokenizer.json” to count text.");
    const kept = profiles.map(({ name }) => name);
    const wanted = chosen.has("profiles") ? chosen.get("profiles").split(",") : kept.slice(0, 2);
    fillChoices(
      "profiles", kept, wanted, () => solve(),
      "There are none yet. “tokprof profile -t tokenizer.json texts/” makes one.");
    setUpControls(accelerators);
    setUpMix(profiles);
    byID("text").value ||= chosen.get("text") ?? "";
    count();
    if (kept.length > 0) solve();
  };

  start().catch((error) => show("count-status", error));
})();
