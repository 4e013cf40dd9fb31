namespace Fusion.Compiler.Schedule;

/// <summary>A network planned for several samples of a batch at once, as one product.</summary>
/// <param name="Samples">How many.</param>
/// <param name="Plans">One per machine of the target, with the kernels that one sample has, in the same order.</param>
public sealed record SampleBlock(int Samples, IReadOnlyList<NetworkPlan> Plans);
