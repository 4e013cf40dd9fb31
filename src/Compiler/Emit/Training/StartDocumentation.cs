namespace Fusion.Compiler.Emit.Training;

/// <summary>What is said of the parameters with which trainings, and alignments that stand alone, begin. C# warns where some of a method's
/// parameters are documented and others are not.</summary>
internal static class StartDocumentation
{
    public const string Seed = "<param name=\"seed\">What the random numbers begin with.</param>";
    public const string Weights = "<param name=\"weights\">By their names in the network.</param>";
    public const string Checkpoint = "<param name=\"checkpoint\">The file that SaveCheckpoint wrote.</param>";

    private const string Options = "<param name=\"options\">Options; null for the defaults.</param>";

    /// <param name="documented">What is there beside the options.</param>
    public static void Emit(CodeWriter writer, params string[] documented)
    {
        foreach (string parameter in documented.Append(Options)) writer.Line("/// " + parameter);
    }
}
