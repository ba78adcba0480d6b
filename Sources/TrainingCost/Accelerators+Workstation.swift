extension Accelerator {
  /// NVIDIA's inference, workstation and GeForce parts.
  static let nvidiaWorkstation: [Accelerator] = [
    part(
      "A10", aliases: [], vendor: "NVIDIA",
      tera: Rates(fp32: 31.2, tf32: 62.5, fp16: 125, bf16: 125),
      structuredSparsity: true, memoryGB: 24,
      bandwidthGBs: 600...600, link: "PCIe4", linkGBs: 31,
      source: "llm-analysis gpu_configs (125, 600); sysrqmts.com (31.24, "
        + "24GB, 600.2)",
      unconfirmed: "tf32",
      note: "llm-analysis file says 28 GB: wrong"),
    part(
      "A10G", aliases: [], vendor: "NVIDIA",
      tera: Rates(tf32: 35, fp16: 70, bf16: 70),
      structuredSparsity: true, memoryGB: 24,
      bandwidthGBs: 600...600, link: "PCIe4", linkGBs: 31,
      source: "llm-analysis gpu_configs",
      unconfirmed: "tf32",
      note: "not the same part as A10"),
    part(
      "A30", aliases: [], vendor: "NVIDIA",
      tera: Rates(fp32: 10.3, tf32: 82, fp16: 165, fp16HalfAccumulate: 165, bf16: 165),
      structuredSparsity: true, memoryGB: 24,
      bandwidthGBs: 933...933, link: "PCIe4 / NVLink bridge 200 bidir.", linkGBs: 100,
      source: "the maker's data sheet, not at hand",
      unconfirmed: "all"),
    part(
      "A40", aliases: [], vendor: "NVIDIA",
      tera: Rates(fp32: 37.4, tf32: 74.8, fp16: 149.7, fp16HalfAccumulate: 149.7, bf16: 149.7),
      structuredSparsity: true, memoryGB: 48,
      bandwidthGBs: 696...696, link: "PCIe4 / NVLink bridge", linkGBs: 56.25,
      source: "hmc-tech.com; sysrqmts.com (695.8)",
      unconfirmed: "link"),
    part(
      "L4", aliases: [], vendor: "NVIDIA",
      tera: Rates(fp32: 30.3, tf32: 60, fp16: 121, fp16HalfAccumulate: 121, bf16: 121, fp8: 242.5),
      structuredSparsity: true, memoryGB: 24,
      bandwidthGBs: 300...300, link: "PCIe4", linkGBs: 31,
      source: "the maker's data sheet, not at hand",
      unconfirmed: "all",
      note: "datasheet prints sparse numbers"),
    part(
      "L40S", aliases: [], vendor: "NVIDIA",
      tera: Rates(fp32: 91.6, tf32: 183, fp16: 362, fp16HalfAccumulate: 362, bf16: 362, fp8: 733),
      structuredSparsity: true, memoryGB: 48,
      bandwidthGBs: 864...864, link: "PCIe4", linkGBs: 31,
      source: "ml-engineering accelerator README (2026-08); torchtitan get_peak_flops; "
        + "hmc-tech.com (366)",
      note: "torchtitan matches lower-case \"l40s\" only"),
    part(
      "RTX-A6000", aliases: ["A6000"], vendor: "NVIDIA",
      tera: Rates(fp32: 38.7, tf32: 77.4, fp16: 154.85, fp16HalfAccumulate: 154.85, bf16: 154.85),
      structuredSparsity: true, memoryGB: 48,
      bandwidthGBs: 768...768, link: "PCIe4 / NVLink bridge", linkGBs: 56.25,
      source: "torchtitan get_peak_flops; llm-analysis gpu_configs",
      unconfirmed: "fp32, tf32",
      note: "llm.c halves it (uses the GeForce rate): wrong for a professional card"),
    part(
      "RTX-6000-Ada", aliases: ["6000 Ada", "RTX 6000 Ada Generation"], vendor: "NVIDIA",
      tera: Rates(
        fp32: 91.1, tf32: 182.1, fp16: 364.2, fp16HalfAccumulate: 364.2, bf16: 364.2, fp8: 728.5),
      structuredSparsity: true, memoryGB: 48,
      bandwidthGBs: 960...960, link: "PCIe4", linkGBs: 31,
      source: "the maker's data sheet, not at hand",
      unconfirmed: "all",
      note: "llm.c gives 182: GeForce rate applied to a professional card"),
    part(
      "RTX-3090", aliases: ["3090"], vendor: "NVIDIA",
      tera: Rates(fp32: 35.6, tf32: 35.6, fp16: 71.2, fp16HalfAccumulate: 142.3, bf16: 71.2),
      structuredSparsity: true, memoryGB: 24,
      bandwidthGBs: 936...936, link: "PCIe4 / NVLink bridge", linkGBs: 56.25,
      source: "llm.c llmc/mfu.h (71.17 by scaling); digitaltrends (35.58)",
      unconfirmed: "memory, link, fp16acc",
      note: "GeForce: fp32-accumulate at HALF rate"),
    part(
      "RTX-4090", aliases: ["4090"], vendor: "NVIDIA",
      tera: Rates(
        fp32: 82.6, tf32: 82.6, fp16: 165.2, fp16HalfAccumulate: 330.3, bf16: 165.2, fp8: 330.3,
        fp8HalfAccumulate: 660.6),
      structuredSparsity: true, memoryGB: 24,
      bandwidthGBs: 1008...1008, link: "PCIe4 (no NVLink)", linkGBs: 31,
      source: "hmc-tech.com FP16-32 165.2, FP16-16 330.3, FP8-32 330.3, FP8-16 660.6; llm.c "
        + "llmc/mfu.h; waredb",
      note: "GeForce half rate for both fp16->fp32 and fp8->fp32"),
    part(
      "RTX-5090", aliases: ["5090"], vendor: "NVIDIA",
      tera: Rates(
        fp32: 104.8, tf32: 104.8, fp16: 209.5, fp16HalfAccumulate: 419, bf16: 209.5, fp8: 419),
      structuredSparsity: true, memoryGB: 32,
      bandwidthGBs: 1792...1792, link: "PCIe5 (no NVLink)", linkGBs: 63,
      source: "fpsbench (104.8, 1.79 TB/s); pocketmags \"838 FP16\" = sparse fp16-accumulate = 4 "
        + "x 209.5",
      unconfirmed: "fp32-acc rows",
      note: "GeForce half rate for fp16->fp32; 838 is fp16 sparse"),
  ]
}
