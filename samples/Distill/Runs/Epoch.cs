namespace Fusion.Samples.Distill.Runs;

/// <summary>What an epoch of a training gave.</summary>
/// <param name="Number">From 1 on.</param>
/// <param name="Loss">The mean of its steps.</param>
/// <param name="Learnt">The share of what is learnt from that was right in the steps, augmented as it was.</param>
/// <param name="Tested">The share of the test that is right after it.</param>
/// <param name="CrossEntropy">The test's mean cross-entropy.</param>
/// <param name="Seconds">How long its steps took.</param>
/// <param name="ProcessorSeconds">How long the processor's cores were busy with its steps, all together.</param>
internal sealed record Epoch(
    int Number, double Loss, double Learnt, double Tested, double CrossEntropy, double Seconds, double ProcessorSeconds);
