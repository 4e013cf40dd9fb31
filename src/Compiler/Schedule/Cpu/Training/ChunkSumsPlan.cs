namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Takes the sums of an operation over the positions of each chunk, for <see cref="CombineSumsPlan"/>.</summary>
/// <param name="Sums">What a row of <paramref name="Partials"/> is.</param>
/// <param name="Partials">For each chunk a row of doubles.</param>
public sealed record ChunkSumsPlan(
    string Title, Operation Operation, EquatableArray<View> Inputs, PositionChunks Chunks, PartialSums Sums, View Partials)
    : CpuKernelPlan(Title)
{
    /// <summary>Into how many ranges the channels are cut, each a unit of its own: as the kernel does that makes the values.</summary>
    public int Ranges { get; init; } = 1;

    /// <summary>Channels of a range; the last may have fewer.</summary>
    public int RangeChannels { get; init; }

    public override int Units => Chunks.Count * Ranges;

    public override long ScratchFloats => TrainingScratch.Floats(Operation, Inputs);

    public override IEnumerable<View> Reads => Inputs;

    public override IEnumerable<View> Writes => [Partials];
}
