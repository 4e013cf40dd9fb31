namespace Fusion.Samples.Gallery;

/// <summary>Something that came out.</summary>
/// <param name="Text">A line for a person, with both numbers.</param>
/// <param name="Holds">Whether it is as the theory says.</param>
public sealed record Finding(string Text, bool Holds);
