namespace Fusion.Compiler.Differentiate;

/// <summary>A comparison of features inside a student with features inside its teacher, as it is declared.</summary>
/// <param name="Name">By which its value is reported, and its connector's parameters are called.</param>
/// <param name="Loss">Of the student's features and the teacher's, and for <see cref="MarginMse"/> the teacher's margins.</param>
public sealed record AlignmentSpec(string Name, string StudentTap, string TeacherTap, Loss Loss)
{
    public double Weight { get; init; } = 1;

    /// <summary>What brings one network's channels to the other's; null for nothing.</summary>
    public ConnectorSpec? Connector { get; init; } = new();

    public AlignmentResizing Resize { get; init; }

    public AlignmentDirection Direction { get; init; }

    /// <summary>
    /// Whether the connector's bias does not start at 0. Where features are 0, as many are behind a ReLU, a connector without a bias gives
    /// 0, too, which a loss that divides by the length cannot turn; and of a bias near 0 its derivative is as large as the bias is small.
    /// </summary>
    public bool StartsBiased => Connector is { HasNorm: false, Bias: not false }
        && Loss is MeanSquaredError { Normalization: not FeatureNormalization.None };

    /// <summary>The loss with its options, and what the connector consists of, in short.</summary>
    public string Declaration => $"{Name}: {Loss.Declaration}, {Connector?.Declaration ?? "no connector"}";

    /// <summary>The same as checkpoints compare it: another text for the same declaration would refuse those that there are.</summary>
    public string ComparedDeclaration => $"{Name}: {Loss.Declaration}, {Connector?.ComparedDeclaration ?? "no connector"}";

    /// <summary>The step's input with the student's features, where the alignment stands alone.</summary>
    public string StudentInput => "student." + StudentTap;

    /// <summary>The step's input with the teacher's features.</summary>
    public string Input => "teacher." + TeacherTap;

    /// <summary>The step's input with the teacher's margins.</summary>
    public string Margins => Input + ".margins";

    /// <summary>The tap of an aligned student that shows the features behind the connector; no C# name, so that no tap of the network has
    /// it.</summary>
    public string Tap => "alignment." + Name;

    /// <summary>The tap that shows the student's own features, where the connector is the teacher's.</summary>
    public string OwnTap => Tap + ".own";
}

/// <summary>A 1×1 convolution, and what comes behind it.</summary>
/// <param name="Bias">Null for a bias exactly where no norm follows.</param>
/// <param name="Activation">By its name in <see cref="ActivationTable"/>.</param>
public sealed record ConnectorSpec(bool? Bias = null, bool HasNorm = false, string Activation = "None")
{
    /// <summary>In short, for people.</summary>
    public string Declaration
    {
        get
        {
            string[] parts = [.. Parts()];
            return parts.Length == 0 ? "connector without bias"
                : "connector with " + string.Join(", ", parts.Take(parts.Length - 1)) + (parts.Length > 1 ? " and " : "") + parts.Last();
        }
    }

    /// <summary>See <see cref="AlignmentSpec.ComparedDeclaration"/>.</summary>
    public string ComparedDeclaration =>
        $"ConnectorSpec {{ Bias = {Bias}, HasNorm = {HasNorm}, Activation = {Activation} }}";

    private IEnumerable<string> Parts()
    {
        if (Bias ?? !HasNorm) yield return "bias";
        if (HasNorm) yield return "BatchNorm";
        if (Activation != "None") yield return Activation;
    }
}

/// <summary>Whose features the connector brings to the other's.</summary>
public enum AlignmentDirection
{
    StudentToTeacher,
    TeacherToStudent,
}

/// <summary>How the connected features come to the other network's positions, by whole factors.</summary>
public enum AlignmentResizing
{
    None,

    /// <summary>Means of windows.</summary>
    AveragePool,

    /// <summary>Each value repeated.</summary>
    Nearest,

    /// <summary>Between the centres of pixels.</summary>
    Bilinear,
}
