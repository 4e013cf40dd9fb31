namespace Fusion.Generator.Parse;

/// <summary>What a class is declared to be, as messages name it.</summary>
/// <param name="BaseType">What the generated part derives it from.</param>
internal sealed record ClassRole(string Noun, string Attribute, string BaseType)
{
    /// <summary>The noun with its article.</summary>
    public string OneOf => (Noun[0] == 'a' ? "an " : "a ") + Noun;

    public static ClassRole Network { get; } = new("network", "FusedNetwork", "Fusion.Network");

    public static ClassRole Training { get; } = new("training", "Training", "Fusion.Training.TrainingSession");

    public static ClassRole Alignment { get; } = new("alignment", "DistillationAlignment", "Fusion.Training.AlignmentSession");
}
