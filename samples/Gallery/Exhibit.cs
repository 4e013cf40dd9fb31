namespace Fusion.Samples.Gallery;

/// <summary>A system of the gallery.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Sentence">What it is, for the list.</param>
/// <param name="Theory">What the theory says, in a line.</param>
/// <param name="Show">Makes the data, runs the networks, and notes what came out.</param>
public sealed record Exhibit(string Name, string Sentence, string Theory, Action<Findings> Show);
