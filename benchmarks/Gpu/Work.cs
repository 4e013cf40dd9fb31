using Fusion.Gpu;
using Fusion.Samples;

namespace Fusion.Benchmarks;

/// <summary>A network at a batch and a precision, to be measured.</summary>
internal sealed record Work(GpuSample Sample, int Batch, WorkPrecision Precision)
{
    /// <summary>The works of the table in docs/performance.md.</summary>
    public const string Default =
        "resnet-50:1,se-resnet-50:1,efficientnet-b0:1,mobilenet-v2:1,resnet-50:32,resnet-50:1:tf32,resnet-50:32:tf32";

    /// <summary>Reads <c>resnet-50:1,resnet-50:32:tf32</c>.</summary>
    public static IReadOnlyList<Work> Parse(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(One)];

    /// <summary>Whether a device has kernels for it.</summary>
    public bool RunsOn(GpuDevice device) => Precision.Value == GpuPrecision.Single || device.Info.Kind == GpuDeviceKind.Cuda;

    private static Work One(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length is 2 or 3 && int.TryParse(parts[1], out int batch) && batch is >= 1 and <= 4096
            && WorkPrecision.Find(parts.Length == 3 ? parts[2] : WorkPrecision.Single.Name) is { } precision
            ? new Work(GpuSample.Find(parts[0]), batch, precision)
            : throw new UserException($"'{text}': a network, a batch and perhaps a precision were expected, as in resnet-50:32:tf32 "
                + $"({string.Join(", ", WorkPrecision.All.Select(one => one.Name))}).");
    }
}
