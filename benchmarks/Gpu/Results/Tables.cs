using System.Text;
using Fusion.Samples;

namespace Fusion.Benchmarks;

/// <summary>The measurements as docs/performance.md has them: in Markdown.</summary>
/// <param name="torch">PyTorch's side; null where it was not measured.</param>
/// <param name="megahertz">The clock of the multiprocessors, for the share of the ceiling; 0 where it is not known.</param>
internal sealed class Tables(Measurements ours, TorchMeasurements? torch, double megahertz)
{
    /// <summary>What a multiprocessor of compute capability 8.6 or later, 8.0 excepted, does in a clock: 128 multiply-adds.</summary>
    private const int LanesPerMultiprocessor = 128;

    private readonly StringBuilder _text = new();

    public string Write()
    {
        Line(
            $"{ours.Device}. Ours: " +
            $"{ours.Clock}.{(torch is null ? "" : $" PyTorch {torch.Torch}, on {torch.Device}, medians of device events.")}");
        Line("");
        WriteNetworks();
        if (ours.Product is { } product)
        {
            Line($"Matrix product, {product.Edge}×{product.Edge}: {product.Ours:F1} GFLOP/s; ILGPU's textbook kernel with tiles " +
                $"{product.Tiled:F1} ({product.Ours / product.Tiled:F1}×), without {product.Naive:F1} " +
                $"({product.Ours / product.Naive:F1}×).");
            Line("");
        }
        foreach (NetworkMeasurement network in ours.Networks) WriteKernels(network);
        return _text.ToString();
    }

    private void WriteNetworks()
    {
        Line(
            "| network | batch | ours, ms | with the call, ms | TFLOP/s | of the fp32 ceiling | PyTorch eager, ms | ratio | with " +
            "graphs, ms | ratio " +
            "| TF32, graphs, ms | difference |");
        Line("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (NetworkMeasurement network in ours.Networks)
        {
            double speed = 2e-9 * network.MultiplyAdds * network.Batch / network.Milliseconds;
            double ceiling = 2e-6 * ours.Multiprocessors * LanesPerMultiprocessor * megahertz;
            double? eager = Torch(network, "eager", network.IsTf32), graphs = Torch(network, "graphs", network.IsTf32);
            Line(
                $"| {network.Network}, {network.Precision} | {network.Batch} | {network.Milliseconds:F3} | " +
                $"{network.CallMilliseconds:F3} | {speed:F3} " +
                $"| {(ceiling > 0 ? $"{100 * speed / ceiling:F0} %" : "")} | {eager:F3} | {eager / network.Milliseconds:F2} | " +
                $"{graphs:F3} " +
                $"| {graphs / network.Milliseconds:F2} | {Torch(network, "graphs", tf32: true):F3} | {network.Difference:0.0e+0} |");
        }
        Line("");
        if (Time("resnet-50") is { } plain && Time("se-resnet-50") is { } squeezed)
        {
            Line($"SE-ResNet-50 over ResNet-50, batch 1: {100 * (squeezed / plain - 1):+0.0;-0.0} %.");
            Line("");
        }
    }

    private void WriteKernels(NetworkMeasurement network)
    {
        double total = network.Kernels.Sum(kernel => kernel.Microseconds);
        string title = $"{network.Network}, {network.Precision}, batch {network.Batch}";
        Line($"{title}: {network.Kernels.Count} kernels, {total / 1000:F3} ms one by one");
        Line("");
        Line("| kernel | µs | share |");
        Line("| --- | --- | --- |");
        foreach (KernelMeasurement kernel in network.Kernels)
            Line($"| {kernel.Kernel.Replace("|", "\\|")} | {kernel.Microseconds:F1} | {100 * kernel.Microseconds / total:F1} % |");
        Line("");
    }

    private double? Time(string name) =>
        ours.Networks.FirstOrDefault(network => network.Network == name && network.Batch == 1 && network.Precision == "fp32")?.Milliseconds;

    private double? Torch(NetworkMeasurement network, string mode, bool tf32) => torch?.Results.FirstOrDefault(result =>
        result.Network == network.Network && result.Batch == network.Batch && result.Mode == mode && result.Tf32 == tf32)?.Milliseconds;

    private void Line(string line) => _text.Append(line).Append('\n');
}
