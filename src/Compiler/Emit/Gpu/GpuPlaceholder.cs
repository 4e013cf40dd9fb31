using Fusion.Compiler.Emit.Members;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>The members for GPUs of a network whose declaration is wrong: all throw. In C# no younger than spans.</summary>
internal static class GpuPlaceholder
{
    private const string Class = GpuMembersEmitter.ClassName;

    public static IEnumerable<(string Name, string Lines)> Members(PlaceholderText text)
    {
        // Without its result type, a method has no signature.
        if (text.Taken.Contains(Class)) yield break;
        foreach (string source in new[] { "string path", "global::Fusion.StateDict weights" })
        {
            string parameters = $"global::Fusion.Gpu.GpuDevice device, {source}, global::Fusion.Gpu.GpuOptions options = null";
            yield return (GpuMembersEmitter.Load, $"public static {Class} {GpuMembersEmitter.Load}({parameters}) => {text.Thrown};");
        }
        yield return (Class, NestedClass(text));
    }

    private static string NestedClass(PlaceholderText text)
    {
        const string NoPrograms = "default(global::System.ReadOnlySpan<global::Fusion.Gpu.Runtime.GpuProgram>)";
        var writer = new CodeWriter();
        writer.Open($"public sealed class {Class} : global::Fusion.Gpu.GpuNetwork");
        writer.Line($"private {Class}() : base(null, null, null, {NoPrograms}) {{ }}");
        EmitRuns(writer, text);
        if (text.Ranks.Count > 0) EmitSizes(writer, text);
        writer.Close();
        return writer.ToString();
    }

    private static void EmitSizes(CodeWriter writer, PlaceholderText text)
    {
        foreach (int rank in text.Ranks)
        {
            string dimensions = string.Join(", ", SizesEmitter.Dimensions(rank).Select(name => "int " + name));
            writer.Line($"public {SizesEmitter.Sized} {SizesEmitter.At}({dimensions}) => {text.Thrown};");
        }
        writer.Open($"public struct {SizesEmitter.Sized}");
        EmitRuns(writer, text);
        writer.Close();
    }

    private static void EmitRuns(CodeWriter writer, PlaceholderText text)
    {
        writer.Line($"public void Run({Parameters("ReadOnlySpan", "Span")}) => {text.Thrown};");
        writer.Line($"public global::System.Threading.Tasks.Task RunAsync({Parameters("ReadOnlyMemory", "Memory")}) => {text.Thrown};");
        string buffers = string.Join(", ", text.Inputs.Concat(text.Outputs).Select(name => $"global::Fusion.Gpu.GpuBuffer {Name(name)}"));
        writer.Line($"public void Run({buffers}) => {text.Thrown};");

        string Parameters(string input, string output) => string.Join(", ",
            text.Inputs.Select(name => $"global::System.{input}<float> {Name(name)}")
                .Concat(text.Outputs.Select(name => $"global::System.{output}<float> {Name(name)}")));
    }

    private static string Name(string name) => Escape.Identifier(name);
}
