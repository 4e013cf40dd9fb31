namespace Fusion.Zoo.Tests;

internal static class Backends
{
    /// <summary>Every back end with one thread and with two.</summary>
    public static IEnumerable<NetworkOptions> All =>
        from set in new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable }
        from threads in new[] { 1, 2 }
        select new NetworkOptions { InstructionSet = set, Threads = threads };

    public static string Describe(this NetworkOptions options) => $"{options.InstructionSet} with {options.Threads} threads";
}
