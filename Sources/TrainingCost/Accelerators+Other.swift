extension Accelerator {
  /// Parts of other makers.
  static let otherMakers: [Accelerator] = [
    part(
      "MI250X", aliases: ["MI250"], vendor: "AMD",
      tera: Rates(fp32: 47.9, fp16: 383, bf16: 383),
      structuredSparsity: false, memoryGB: 128,
      bandwidthGBs: 3277...3277, link: "Infinity Fabric", linkGBs: 350,
      source: "ml-engineering accelerator README (2026-08); llm-analysis gpu_configs; "
        + "torchtitan get_peak_flops (191.5 per GCD)",
      note: "frameworks see 2 devices of 191.5"),
    part(
      "MI300X", aliases: ["MI300"], vendor: "AMD",
      tera: Rates(fp32: 163.4, tf32: 653.7, fp16: 1307.4, bf16: 1307.4, fp8: 2614.9),
      structuredSparsity: true, measuredTera: 668.4, memoryGB: 192,
      bandwidthGBs: 5300...5300, link: "Infinity Fabric 7x64", linkGBs: 448,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops (1300)",
      note: "MAMF only 51% of peak"),
    part(
      "MI325X", aliases: ["MI325"], vendor: "AMD",
      tera: Rates(fp32: 163.4, tf32: 653.7, fp16: 1307.4, bf16: 1307.4, fp8: 2614.9),
      structuredSparsity: true, measuredTera: 784.9, memoryGB: 256,
      bandwidthGBs: 6000...6000, link: "Infinity Fabric 7x64", linkGBs: 448,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops"),
    part(
      "MI355X", aliases: ["MI355"], vendor: "AMD",
      tera: Rates(fp32: 157.3, fp16: 2516.6, bf16: 2516.6, fp8: 5033),
      structuredSparsity: true, measuredTera: 1565, memoryGB: 288,
      bandwidthGBs: 8000...8000, link: "Infinity Fabric 7x76.5", linkGBs: 535.5,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops (2500)",
      note: "one source says 2300 in one table and 2500 in another"),
    part(
      "TPU-v3", aliases: ["TPUv3", "v3"], vendor: "Google",
      tera: Rates(bf16: 123),
      structuredSparsity: false, memoryGB: 32,
      bandwidthGBs: 900...900, link: "ICI",
      source: "Epoch notes use 1.23e14 for v3",
      unconfirmed: "all",
      note: "two cores per chip"),
    part(
      "TPU-v4", aliases: ["TPUv4", "v4"], vendor: "Google",
      tera: Rates(bf16: 275),
      structuredSparsity: false, memoryGB: 32,
      bandwidthGBs: 1200...1200, link: "ICI 3D torus",
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops"),
    part(
      "TPU-v5e", aliases: ["TPUv5e", "v5e"], vendor: "Google",
      tera: Rates(bf16: 197),
      structuredSparsity: false, memoryGB: 16,
      bandwidthGBs: 820...820, link: "ICI 2D torus",
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops",
      note: "MaxText MFU up to 66.9%"),
    part(
      "TPU-v5p", aliases: ["TPUv5p", "v5p"], vendor: "Google",
      tera: Rates(bf16: 459),
      structuredSparsity: false, memoryGB: 95,
      bandwidthGBs: 2760...2760, link: "ICI 3D torus",
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops",
      note: "MaxText MFU up to 71.5%"),
    part(
      "TPU-v6e", aliases: ["TPUv6e", "Trillium", "v6e"], vendor: "Google",
      tera: Rates(bf16: 918, fp8: 918),
      structuredSparsity: false, memoryGB: 32,
      bandwidthGBs: 1640...1640, link: "ICI 2D torus",
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops",
      unconfirmed: "memory, bw"),
    part(
      "TPU-v7x", aliases: ["TPUv7", "TPU-v7", "Ironwood"], vendor: "Google",
      tera: Rates(fp16: 2307, bf16: 2307, fp8: 4614),
      structuredSparsity: false, memoryGB: 192,
      bandwidthGBs: 7370...7370, link: "ICI 3D torus", linkGBs: 600,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops",
      unconfirmed: "memory, bw",
      note: "exposed as 2 devices"),
    part(
      "Ascend-910B", aliases: ["910B"], vendor: "Huawei",
      tera: Rates(fp16: 320, bf16: 320, range: 280...376),
      structuredSparsity: false, memoryGB: 64,
      bandwidthGBs: 800...1600, link: "HCCS",
      source: "boardor.com (320 TF fp16, 64GB, but \"400 GB/s\"); oryoy.com (32GB, 1.2 TB/s): "
        + "CONFLICTING",
      unconfirmed: "variants 280-376 TF, HBM ~0.8-1.6 TB/s",
      note: "store as a range, never a point"),
    part(
      "Gaudi-2", aliases: ["Gaudi2"], vendor: "Intel",
      tera: Rates(bf16: 432, fp8: 865),
      structuredSparsity: false, measuredTera: 418.7, memoryGB: 96,
      bandwidthGBs: 2460...2460, link: "RoCE 24x100GbE", linkGBs: 300,
      source: "ml-engineering accelerator README (2026-08); ml-engineering network README",
      note: "MAMF 96.9% of peak"),
    part(
      "Gaudi-3", aliases: ["Gaudi3"], vendor: "Intel",
      tera: Rates(fp32: 229, tf32: 459, fp16: 459, bf16: 1677, fp8: 1677),
      structuredSparsity: false, measuredTera: 1243, memoryGB: 128,
      bandwidthGBs: 3700...3700, link: "RoCE 24x200GbE", linkGBs: 600,
      source: "ml-engineering accelerator README (2026-08); ml-engineering network README",
      note: "whitepaper 1835 assumes 1.75 GHz; real part 1.6 GHz = 1677"),
    part(
      "Trainium2", aliases: ["Trn2"], vendor: "AWS",
      tera: Rates(fp32: 181, tf32: 667, fp16: 667, bf16: 667, fp8: 1299),
      structuredSparsity: false, memoryGB: 96,
      bandwidthGBs: 2900...2900, link: "NeuronLink3", linkGBs: 640,
      source: "ml-engineering accelerator README (2026-08); torchtitan neuron"),
  ]
}
