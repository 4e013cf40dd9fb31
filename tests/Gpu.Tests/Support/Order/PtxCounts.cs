using System.Text.RegularExpressions;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>How many instructions of each kind stand in a kernel's PTX.</summary>
internal sealed partial record PtxCounts
{
    /// <summary>Arrays in, and accesses to, memory of a thread's own, which is as slow as global memory.</summary>
    public required int Local { get; init; }

    /// <summary>Loads of four floats from shared memory.</summary>
    public required int SharedVectorLoads { get; init; }

    /// <summary>Stores of four floats to shared memory.</summary>
    public required int SharedVectorStores { get; init; }

    /// <summary>Loads of four floats from global memory.</summary>
    public required int GlobalVectorLoads { get; init; }

    /// <summary>Stores of four floats to global memory.</summary>
    public required int GlobalVectorStores { get; init; }

    /// <summary>Loads of one value from shared memory.</summary>
    public required int SharedLoads { get; init; }

    /// <summary>Accesses whose kind of memory is not known, which the device has to find out.</summary>
    public required int GenericAccesses { get; init; }

    /// <summary>Products of floats that the next sum takes, which the driver's compiler makes one instruction, and those that are one
    /// already.</summary>
    public required int MultiplyAdds { get; init; }

    /// <summary>Products of matrices on the matrix units.</summary>
    public required int MatrixProducts { get; init; }

    public static PtxCounts Of(string ptx) => new()
    {
        Local = LocalMemory().Count(ptx),
        SharedVectorLoads = Count(ptx, @"ld\.shared\.v4\.f32"),
        SharedVectorStores = Count(ptx, @"st\.shared\.v4\.f32"),
        GlobalVectorLoads = Count(ptx, @"ld\.global(\.nc)?\.v4\.f32"),
        GlobalVectorStores = Count(ptx, @"st\.global\.v4\.f32"),
        SharedLoads = Count(ptx, @"ld\.shared\.\w+\s"),
        GenericAccesses = Count(ptx, @"(ld|st)\.(v[24]\.)?[fbus]\d+\s"),
        MultiplyAdds = Count(ptx, @"fma\.rn(\.ftz)?\.f32") + Contracted(ptx),
        MatrixProducts = Count(ptx, @"mma\.sync\."),
    };

    private static int Count(string ptx, string pattern) => Regex.Count(ptx, @"^\s*(@!?%\w+\s+)?" + pattern, RegexOptions.Multiline);

    /// <summary>Products that the very next sum takes: ILGPU writes a sum after the product that it uses.</summary>
    private static int Contracted(string ptx)
    {
        int count = 0;
        string? product = null;
        foreach (string line in ptx.Split('\n'))
        {
            if (Product().Match(line) is { Success: true } found) product = found.Groups["target"].Value;
            else if (product is not null && Sum().Match(line) is { Success: true } sum
                && sum.Groups["source"].Captures.Any(one => one.Value == product))
                count++;
        }
        return count;
    }

    [GeneratedRegex(@"\.local\b")]
    private static partial Regex LocalMemory();

    [GeneratedRegex(@"^\s*mul(\.rn)?(\.ftz)?\.f32\s+(?<target>%\w+),")]
    private static partial Regex Product();

    [GeneratedRegex(@"^\s*add(\.rn)?(\.ftz)?\.f32\s+%\w+,\s*(?<source>%\w+),\s*(?<source>%\w+);")]
    private static partial Regex Sum();
}
