using Fusion.Tool.Assemblies;
using Fusion.Tool.Measure;
using Fusion.Tool.Report.Values;

namespace Fusion.Tool.Report;

/// <summary>What the page shows, for programs.</summary>
internal static class ReportSummary
{
    public static object Of(string output, DeclaredNetwork network, InstructionSet set, Machine machine, string run,
        IReadOnlyList<(string Title, ReportPlan Plan)> sizes) => new
        {
            output,
            network = network.FullName,
            network.ParameterCount,
            network.MultiplyAdds,
            instructionSet = set,
            machine = new
            {
                peakGigaflops = machine.Peak,
                cacheGigabytesPerSecond = machine.Cache,
                memoryGigabytesPerSecond = machine.Memory,
            },
            run,
            sizes = sizes.Select(size => new
            {
                size = size.Title,
                kernels = size.Plan.Kernels.Select(kernel => new
                {
                    kernel.Title,
                    kernel.Microseconds,
                    kernel.FloorMicroseconds,
                    kernel.MultiplyAdds,
                    bytes = kernel.ValueBytes + kernel.WeightBytes,
                }),
                values = size.Plan.Taps.Select(Value),
            }),
        };

    private static object Value(ReportTap tap)
    {
        var statistics = ValueStatistics.Of(tap.Values);
        return new
        {
            tap.Name,
            tap.Kind,
            shape = tap.Shape.Dimensions,
            statistics.Least,
            statistics.Mean,
            statistics.Largest,
            statistics.Deviation,
            statistics.Zeros,
            statistics.NotFinite,
            statistics.Histogram,
        };
    }
}
