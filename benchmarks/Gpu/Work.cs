using Fusion.Samples;

namespace Fusion.Benchmarks;

/// <summary>A network at a batch, to be measured.</summary>
internal sealed record Work(GpuSample Sample, int Batch)
{
    /// <summary>The works of the table in docs/performance.md.</summary>
    public const string Default = "resnet-50:1,se-resnet-50:1,efficientnet-b0:1,mobilenet-v2:1,resnet-50:32";

    /// <summary>Reads <c>resnet-50:1,resnet-50:32</c>.</summary>
    public static IReadOnlyList<Work> Parse(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static Work One(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length == 2 && int.TryParse(parts[1], out int batch) && batch is >= 1 and <= 4096
            ? new Work(GpuSample.Find(parts[0]), batch)
            : throw new UserException($"'{text}': a network and a batch were expected, as in resnet-50:32.");
    }
}
