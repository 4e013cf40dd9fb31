namespace Fusion;

/// <summary>How a network is loaded and run.</summary>
public sealed record NetworkOptions
{
    private const int MostThreads = 1024;

    /// <summary>
    /// The most threads that one <c>Run</c> uses, the caller's included. 0, the default: all cores, but the caller alone for a network
    /// too small to gain from a second one. The result has the same bits for any number.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>
    /// The instruction set of the kernels; by default the widest that the processor has. A program that is compiled ahead of time holds
    /// only the kernels that this default can choose; asking for others throws a <see cref="PlatformNotSupportedException"/> at load.
    /// </summary>
    public InstructionSet InstructionSet { get; init; }

    /// <summary>Whether the time of each kernel is measured, see <see cref="Network.Profile"/>.</summary>
    public bool Profile { get; init; }

    /// <summary>
    /// Whether weights that the network does not have are an error, as they are by default. Missing weights, wrong shapes and wrong
    /// types always are.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>Whether weights may be NaN or infinite. By default they are an error: a file with such a weight is broken.</summary>
    public bool AllowNonFinite { get; init; }

    /// <summary>
    /// Whether <c>Load(path)</c> leaves the weights where they lie in the file, mapped into memory, until they are packed, instead of
    /// reading them. That saves the time and the memory of a copy. By default files are read, because nobody may touch a mapped one: where
    /// another process cuts it short meanwhile, the system ends this process, and no exception can be caught. Switch it on for files that
    /// nobody writes to. Loading from a stream never maps.
    /// </summary>
    public bool MapWeights { get; init; }

    /// <summary>
    /// When weights and workspaces of 1 MiB or more ask Linux for pages of 2 MiB. By default once they have been written, so that the
    /// system puts their pages together while the network runs, and loading takes no longer.
    /// </summary>
    public LargePages LargePages { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">An option has no meaning.</exception>
    internal void RequireMeaning()
    {
        if (Threads is < 0 or > MostThreads)
            throw new ArgumentOutOfRangeException(
                "options", Threads, $"NetworkOptions.Threads: 0 (all cores) to {MostThreads} were expected.");
        if (!Enum.IsDefined(LargePages))
            throw new ArgumentOutOfRangeException(
                "options", LargePages, "NetworkOptions.LargePages: Later, AtOnce or Never was expected.");
    }
}
