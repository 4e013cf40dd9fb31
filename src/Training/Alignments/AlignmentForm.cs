namespace Fusion.Training;

/// <summary>What is known of an alignment's connector without its weights.</summary>
/// <param name="Connector">What it consists of.</param>
/// <param name="Direction">Whose features go through it.</param>
/// <param name="IsResized">Whether they come to other positions first.</param>
/// <param name="FoldsInto">The path of the student's layer that <see cref="AlignmentSession.Fold"/> merges it into; null where there is
/// none.</param>
public sealed record AlignmentForm(ConnectorForm Connector, AlignmentDirection Direction, bool IsResized, string? FoldsInto)
{
    /// <summary>The names of the student's parameters behind that layer, which <see cref="AlignmentSession.Fold"/> leaves out.</summary>
    public IReadOnlyList<string> BehindFold { get; init; } = [];
}

/// <summary>What a connector consists of.</summary>
public enum ConnectorForm
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A 1×1 convolution, or a linear layer, alone.</summary>
    Linear,

    /// <summary>That with a norm or an activation.</summary>
    Other,
}
