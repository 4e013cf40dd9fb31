using Fusion.Compiler.Emit.Training;

namespace Fusion.Compiler.Emit.Members;

/// <summary>
/// Prints how the members of a network reach its kernels: a partial class whose methods find none unless the file of the kernels is there.
/// An editor leaves that file out, and has a small one to read where a build has a megabyte.
/// </summary>
internal sealed class KernelAccessEmitter(NetworkText text)
{
    public const string ClassName = "Kernels";

    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The part beside the members; that beside the kernels is its target's.</summary>
    public void Emit()
    {
        _writer.Summary("The kernels, where they are compiled: their part of this class is in a file of its own.");
        _writer.Open($"internal static unsafe partial class {ClassName}");
        _writer.Summary("How weights are laid out for them.");
        _writer.Open("public static WeightPacking FindPacking()");
        _writer.Line("WeightPacking found = default;");
        _writer.Line("FindPacking(ref found);");
        _writer.Line("return found;");
        _writer.Close();
        _writer.Line();
        _writer.Summary("The kernels to run, one after the other: those of the sizes in order, then those of several samples at once.");
        _writer.Open("public static delegate*<KernelRunner, void> FindProgram(int program, InstructionSet set)");
        _writer.Line("delegate*<KernelRunner, void> found = null;");
        _writer.Line("FindProgram(program, set, ref found);");
        _writer.Line("return found;");
        _writer.Close();
        _writer.Line();
        _writer.Summary("Has them compiled on another thread, while the source of the weights is read.");
        _writer.Open("public static T Compile<T>(T source, NetworkOptions? options)");
        _writer.Line("Compile(options);");
        _writer.Line("return source;");
        _writer.Close();
        _writer.Line();
        if (StepValuesEmitter.Takes(text))
        {
            _writer.Summary("Where a program's kernels write values.");
            _writer.Open($"public static {StepValuesEmitter.Type}[] FindValues(int program)");
            _writer.Line($"{StepValuesEmitter.Type}[] found = [];");
            _writer.Line("FindValues(program, ref found);");
            _writer.Line("return found;");
            _writer.Close();
            _writer.Line();
            _writer.Line($"static partial void FindValues(int program, ref {StepValuesEmitter.Type}[] found);");
            _writer.Line();
        }
        _writer.Line("static partial void FindPacking(ref WeightPacking found);");
        _writer.Line();
        _writer.Line("static partial void FindProgram(int program, InstructionSet set, ref delegate*<KernelRunner, void> found);");
        _writer.Line();
        _writer.Line("static partial void Compile(NetworkOptions? options);");
        _writer.Close();
    }
}
