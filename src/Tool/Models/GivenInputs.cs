namespace Fusion.Tool.Models;

/// <summary>What the command line says about the inputs of a model.</summary>
/// <param name="Shapes">By the inputs' names.</param>
/// <param name="Constants">The numbers of those that are constants.</param>
internal sealed record GivenInputs(IReadOnlyDictionary<string, int[]> Shapes, IReadOnlyDictionary<string, double[]> Constants);
