namespace Fusion.Compiler.Differentiate;

/// <summary>
/// A network, its losses and their gradients as one graph over a batch. Its outputs are the network's by their names, the terms as
/// <c>loss.{name}</c>, the gradients as <c>gradient.{parameter}</c>, those of inputs as <c>gradient.{input}</c>, and the batch's statistics
/// as <see cref="StatisticsName"/>.
/// </summary>
/// <param name="Samples">How many samples a batch has.</param>
/// <param name="Trained">The parameters that have a gradient, in the network's order.</param>
/// <param name="Norms">The paths of the norms whose running statistics move.</param>
/// <param name="Numbers">The input with the numbers of the step, <see cref="TrainingStep.NumbersName"/>; null where nothing reads
/// it.</param>
public sealed record TrainingGraph(
    Graph Graph, int Samples, EquatableArray<string> Trained, EquatableArray<string> Norms, int? Numbers = null)
{
    /// <summary>The output with the batch's statistics for one use of a norm: <c>statistics.{path}</c> for its first.</summary>
    public static string StatisticsName(string path, int use) => "statistics." + path + (use == 0 ? "" : $" {use + 1}");
}
