extension Accelerator {
  /// NVIDIA's data-centre parts for training.
  static let nvidiaDataCenter: [Accelerator] = [
    part(
      "V100-SXM2-32GB", aliases: ["V100", "V100-SXM", "V100-SXM2", "V100-32GB"], vendor: "NVIDIA",
      tera: Rates(fp32: 15.7, fp16: 125),
      structuredSparsity: false, memoryGB: 32,
      bandwidthGBs: 900...900, link: "NVLink2", linkGBs: 150,
      source: "llm-analysis gpu_configs; ml-engineering network README; bigscience gpt2.md (125)",
      unconfirmed: "fp32",
      note: "no bf16, no sparsity; llm-analysis 16GB file says mem 32"),
    part(
      "V100-SXM2-16GB", aliases: ["V100-16GB"], vendor: "NVIDIA",
      tera: Rates(fp32: 15.7, fp16: 125),
      structuredSparsity: false, memoryGB: 16,
      bandwidthGBs: 900...900, link: "NVLink2", linkGBs: 150,
      source: "llm-analysis gpu_configs; ml-engineering network README; bigscience gpt2.md (125)",
      unconfirmed: "fp32",
      note: "no bf16, no sparsity; llm-analysis 16GB file says mem 32"),
    part(
      "V100-PCIe-32GB", aliases: ["V100-PCIe"], vendor: "NVIDIA",
      tera: Rates(fp32: 14, fp16: 112),
      structuredSparsity: false, memoryGB: 32,
      bandwidthGBs: 900...900, link: "PCIe3", linkGBs: 16,
      source: "llm-analysis gpu_configs",
      unconfirmed: "fp32"),
    part(
      "V100-PCIe-16GB", aliases: [], vendor: "NVIDIA",
      tera: Rates(fp32: 14, fp16: 112),
      structuredSparsity: false, memoryGB: 16,
      bandwidthGBs: 900...900, link: "PCIe3", linkGBs: 16,
      source: "llm-analysis gpu_configs",
      unconfirmed: "fp32"),
    part(
      "A100-SXM-40GB", aliases: ["A100-40GB", "A100-SXM4-40GB"], vendor: "NVIDIA",
      tera: Rates(fp32: 19.5, tf32: 156, fp16: 312, fp16HalfAccumulate: 312, bf16: 312),
      structuredSparsity: true, measuredTera: 271.2, memoryGB: 40,
      bandwidthGBs: 1555...1555, link: "NVLink3", linkGBs: 300,
      source: "ml-engineering accelerator README (2026-08); llm-analysis gpu_configs; "
        + "hmc-tech.com",
      note: "no fp8; 624 is bf16 sparse or int8 dense, 1248 int8 sparse"),
    part(
      "A100-SXM-80GB", aliases: ["A100", "A100-SXM", "A100-SXM4", "A100-80GB", "A100-SXM4-80GB"],
      vendor: "NVIDIA",
      tera: Rates(fp32: 19.5, tf32: 156, fp16: 312, fp16HalfAccumulate: 312, bf16: 312),
      structuredSparsity: true, measuredTera: 271.2, memoryGB: 80,
      bandwidthGBs: 2039...2039, link: "NVLink3", linkGBs: 300,
      source: "ml-engineering accelerator README (2026-08); llm-analysis gpu_configs; "
        + "torchtitan get_peak_flops"),
    part(
      "A100-PCIe-40GB", aliases: [], vendor: "NVIDIA",
      tera: Rates(fp32: 19.5, tf32: 156, fp16: 312, fp16HalfAccumulate: 312, bf16: 312),
      structuredSparsity: true, measuredTera: 252.9, memoryGB: 40,
      bandwidthGBs: 1555...1555, link: "PCIe4 (+NVLink bridge, pairs)", linkGBs: 31,
      source:
        "ml-engineering accelerator README (2026-08); llm-analysis gpu_configs; ml-engineering "
        + "network README",
      note: "llm-analysis gives 300 GB/s intra-node: true only inside a bridged pair"),
    part(
      "A100-PCIe-80GB", aliases: ["A100-PCIe"], vendor: "NVIDIA",
      tera: Rates(fp32: 19.5, tf32: 156, fp16: 312, fp16HalfAccumulate: 312, bf16: 312),
      structuredSparsity: true, measuredTera: 252.9, memoryGB: 80,
      bandwidthGBs: 1935...1935, link: "PCIe4 (+NVLink bridge, pairs)", linkGBs: 31,
      source: "ml-engineering accelerator README (2026-08); llm-analysis gpu_configs; "
        + "312 is widely quoted"),
    part(
      "A800-SXM-80GB", aliases: ["A800", "A800-SXM"], vendor: "NVIDIA",
      tera: Rates(fp32: 19.5, tf32: 156, fp16: 312, fp16HalfAccumulate: 312, bf16: 312),
      structuredSparsity: true, memoryGB: 80,
      bandwidthGBs: 2039...2039, link: "NVLink (400 GB/s bidir.)", linkGBs: 200,
      source: "compute of the A100; 312 is widely quoted",
      unconfirmed: "link",
      note: "export variant: compute = A100, link cut 600->400"),
    part(
      "A800-PCIe-80GB", aliases: ["A800-PCIe"], vendor: "NVIDIA",
      tera: Rates(fp32: 19.5, tf32: 156, fp16: 312, fp16HalfAccumulate: 312, bf16: 312),
      structuredSparsity: true, memoryGB: 80,
      bandwidthGBs: 1935...1935, link: "PCIe4 (+NVLink bridge, pairs)", linkGBs: 31,
      source: "A100 PCIe with a cut bridge; 312 is widely quoted",
      unconfirmed: "bandwidth, link"),
    part(
      "H100-PCIe", aliases: ["H100-PCIe-80GB"], vendor: "NVIDIA",
      tera: Rates(fp32: 51, tf32: 378, fp16: 756, fp16HalfAccumulate: 756, bf16: 756, fp8: 1513),
      structuredSparsity: true, memoryGB: 80,
      bandwidthGBs: 2000...2000, link: "PCIe5 (+NVLink bridge 600 bidir.)", linkGBs: 63,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops; "
        + "llm-analysis gpu_configs; hmc-tech.com",
      note: "3026 = FP8 SPARSE of this part: often taken for an H800 figure"),
    part(
      "H100-SXM", aliases: ["H100", "H100-SXM5", "H100-80GB", "H100-SXM-80GB", "H100-SXM5-80GB"],
      vendor: "NVIDIA",
      tera: Rates(
        fp32: 67, tf32: 494.7, fp16: 989.4, fp16HalfAccumulate: 989.4, bf16: 989.4, fp8: 1979),
      structuredSparsity: true, measuredTera: 794.5, memoryGB: 80,
      bandwidthGBs: 3350...3350, link: "NVLink4", linkGBs: 450,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops; "
        + "llm-analysis gpu_configs",
      note: "1830 MHz x 528 TC x 512 FMA x 2 = 989.43"),
    part(
      "H100-NVL", aliases: [], vendor: "NVIDIA",
      tera: Rates(fp32: 60, tf32: 417.5, fp16: 835, fp16HalfAccumulate: 835, bf16: 835, fp8: 1671),
      structuredSparsity: true, memoryGB: 94,
      bandwidthGBs: 3900...3900, link: "NVLink bridge 600 bidir.", linkGBs: 300,
      source: "torchtitan get_peak_flops (835); ml-engineering accelerator README (2026-08) "
        + "(94 GiB, 3.9 TB/s)",
      unconfirmed: "tf32, fp8, fp32"),
    part(
      "H800-SXM", aliases: ["H800", "H800-SXM5", "H800-80GB"], vendor: "NVIDIA",
      tera: Rates(
        fp32: 67, tf32: 494.7, fp16: 989.4, fp16HalfAccumulate: 989.4, bf16: 989.4, fp8: 1979),
      structuredSparsity: true, memoryGB: 80,
      bandwidthGBs: 3350...3350,
      link: "NVLink (400 GB/s bidir.; 160 GB/s effective per DeepSeek-V3)", linkGBs: 200,
      source: "DeepSeek-V3 report (132 SMs, NVLink 160 GB/s vs IB 50 GB/s)",
      unconfirmed: "peaks = H100 SXM",
      note: "export variant; 3026 is FP8 sparse of the H100 PCIe part"),
    part(
      "H20", aliases: ["H20-SXM", "H20-96GB"], vendor: "NVIDIA",
      tera: Rates(fp32: 44, tf32: 74, fp16: 148, fp16HalfAccumulate: 148, bf16: 148, fp8: 296),
      structuredSparsity: true, memoryGB: 96,
      bandwidthGBs: 4000...4000, link: "NVLink4", linkGBs: 450,
      source: "torchtitan get_peak_flops (148); zangshuxian.com (148 fp16, 74 tf32, 44 fp32, "
        + "296 int8, 4.0 TB/s)",
      unconfirmed: "memory size, fp8, link"),
    part(
      "H200-SXM", aliases: ["H200", "H200-SXM5", "H200-141GB"], vendor: "NVIDIA",
      tera: Rates(
        fp32: 67, tf32: 494.7, fp16: 989.4, fp16HalfAccumulate: 989.4, bf16: 989.4, fp8: 1979),
      structuredSparsity: true, measuredTera: 794.5, memoryGB: 141,
      bandwidthGBs: 4800...4800, link: "NVLink4", linkGBs: 450,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops"),
    part(
      "B100", aliases: [], vendor: "NVIDIA",
      tera: Rates(fp32: 60, tf32: 875, fp16: 1750, fp16HalfAccumulate: 1750, bf16: 1750, fp8: 3500),
      structuredSparsity: true, memoryGB: 192,
      bandwidthGBs: 8000...8000, link: "NVLink5", linkGBs: 900,
      source: "the maker's data sheet, not at hand",
      unconfirmed: "all",
      note: "barely shipped"),
    part(
      "B200-SXM", aliases: ["B200"], vendor: "NVIDIA",
      tera: Rates(
        fp32: 80, tf32: 1125, fp16: 2250, fp16HalfAccumulate: 2250, bf16: 2250, fp8: 4500),
      structuredSparsity: true, measuredTera: 1745, memoryGB: 180,
      bandwidthGBs: 8000...8000, link: "NVLink5", linkGBs: 900,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops",
      note: "192 GB physical / 180 usable"),
    part(
      "GB200", aliases: ["GB200-NVL72"], vendor: "NVIDIA",
      tera: Rates(
        fp32: 80, tf32: 1250, fp16: 2500, fp16HalfAccumulate: 2500, bf16: 2500, fp8: 5000),
      structuredSparsity: true, measuredTera: 1822, memoryGB: 186,
      bandwidthGBs: 8000...8000, link: "NVLink5 NVL72", linkGBs: 900,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops"),
    part(
      "B300-SXM", aliases: ["B300"], vendor: "NVIDIA",
      tera: Rates(
        fp32: 80, tf32: 1125, fp16: 2250, fp16HalfAccumulate: 2250, bf16: 2250, fp8: 4500),
      structuredSparsity: true, measuredTera: 1769, memoryGB: 288,
      bandwidthGBs: 8000...8000, link: "NVLink5", linkGBs: 900,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops",
      note: "nvfp4 dense 15000"),
    part(
      "GB300", aliases: ["GB300-NVL72"], vendor: "NVIDIA",
      tera: Rates(
        fp32: 80, tf32: 1250, fp16: 2500, fp16HalfAccumulate: 2500, bf16: 2500, fp8: 5000),
      structuredSparsity: true, memoryGB: 288,
      bandwidthGBs: 8000...8000, link: "NVLink5 NVL72", linkGBs: 900,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops"),
  ]
}
