namespace Fusion.Compiler.Emit.Training;

/// <summary>The names of a training's generated members, which must differ from each other and from those that the class
/// inherits.</summary>
public static class TrainingNames
{
    /// <summary>What every training declares.</summary>
    public static IReadOnlyList<string> Declared { get; } =
    [
        "BatchSize", "WorkspaceBytes", "FusionPlan", "Description", "TrainingInfo", "Start", "Resume", "Step", "Evaluate", "Loss",
        "FindValues",
    ];

    private static readonly string[] s_inherited =
    [
        "Weights", "Save", "SaveCheckpoint", "StepCount", "Give", "Place", "Term", "Result", "Begin", "End", "Info", "InstructionSet",
        "Threads",
        "Profile", "WeightBytes", "Dispose", "Batch", "CheckLength", "CheckSample", "Execute", "ExecuteTapped", "OpenWeights", "SizeNamed",
        "SizeFitting", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize", "Guard", "Seed",
        "TermNames", "CopyTerms", "Connectors", "UsableTeacher",
    ];

    /// <summary>The member that shows a result: <c>logits</c> becomes <c>Logits</c>, and what is taken ends in <c>Result</c>.</summary>
    /// <param name="outputs">The names of the network's results.</param>
    public static IReadOnlyList<string> OfResults(string className, IEnumerable<string> outputs)
    {
        var used = new HashSet<string>([.. Declared, .. s_inherited, className.TrimStart('@')], StringComparer.Ordinal);
        return [.. outputs.Select(output =>
        {
            string name = Pascal(output);
            while (!used.Add(name)) name += "Result";
            return name;
        })];
    }

    /// <summary>A name as C# writes members.</summary>
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
