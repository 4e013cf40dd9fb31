using Fusion.Compiler.Emit.Members;
using Fusion.Compiler.Emit.Training;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints how the members of a network reach its kernels: a partial class whose methods find none unless the file of the kernels is there.
/// An editor leaves that file out, and has a small one to read where a build has a megabyte.
/// </summary>
internal sealed class KernelAccessEmitter(NetworkText text)
{
    public const string ClassName = "Kernels";

    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The part beside the members.</summary>
    public void EmitAccess()
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
        _writer.Summary("The kernels to run, one after the other, for one of the sizes.");
        _writer.Open("public static delegate*<KernelRunner, void> FindProgram(int size, InstructionSet set)");
        _writer.Line("delegate*<KernelRunner, void> found = null;");
        _writer.Line("FindProgram(size, set, ref found);");
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
            _writer.Summary("Where a step's kernels write values.");
            _writer.Open($"public static {StepValuesEmitter.Type}[] FindValues()");
            _writer.Line($"{StepValuesEmitter.Type}[] found = [];");
            _writer.Line("FindValues(ref found);");
            _writer.Line("return found;");
            _writer.Close();
            _writer.Line();
            _writer.Line($"static partial void FindValues(ref {StepValuesEmitter.Type}[] found);");
            _writer.Line();
        }
        _writer.Line("static partial void FindPacking(ref WeightPacking found);");
        _writer.Line();
        _writer.Line("static partial void FindProgram(int size, InstructionSet set, ref delegate*<KernelRunner, void> found);");
        _writer.Line();
        _writer.Line("static partial void Compile(NetworkOptions? options);");
        _writer.Close();
    }

    /// <summary>The part beside the kernels.</summary>
    public void EmitKernels()
    {
        _writer.Open($"internal static unsafe partial class {ClassName}");
        _writer.Line($"static partial void FindPacking(ref WeightPacking found) => found = {PackingEmitter.ClassName}.Functions;");
        _writer.Line();
        if (StepValuesEmitter.Takes(text))
        {
            _writer.Line($"static partial void FindValues(ref {StepValuesEmitter.Type}[] found) => "
                + $"found = {StepValuesEmitter.ClassName}.Find();");
            _writer.Line();
        }
        _writer.Line("static partial void FindProgram(int size, InstructionSet set, ref delegate*<KernelRunner, void> found) =>");
        _writer.Line($"    found = {ProgramEmitter.ClassName}.{ProgramEmitter.MethodName}(size, set);");
        _writer.Line();
        _writer.Open("static partial void Compile(NetworkOptions? options)");
        string kernels = string.Join(", ", InstructionSet.All.Select(set =>
            text.Layouts.Any(layout => layout.Set == set) ? $"typeof({CpuEmitter.ClassName(set)})" : "null"));
        _writer.Line("if (RuntimeFeature.IsDynamicCodeSupported)");
        _writer.Line(
            $"    KernelCompiler.Start(options, typeof({DescriptionEmitter.ClassName}), typeof({PackingEmitter.ClassName}), {kernels});");
        _writer.Close();
        _writer.Close();
    }
}
