using System.Reflection;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Schedule.Cpu;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Compiler.Tests.Support;

/// <summary>Compiles the functions that kernels call for their activations, for one instruction set, and runs them over arrays.</summary>
internal sealed class VectorFunctionRunner
{
    private readonly Type _type;

    public VectorFunctionRunner(InstructionSet set, IReadOnlyDictionary<string, string[]> functions)
    {
        var code = new VectorCode(set);
        var printed = new VectorFunctions(code);
        var writer = new CodeWriter();
        writer.Open("public static unsafe class Functions");
        foreach (var (name, arguments) in functions)
        {
            string call = printed.Call(name, ["x", .. arguments]);
            writer.Open($"public static void Run{name}(float[] from, float[] to)");
            writer.Open($"for (int i = 0; i < from.Length; i += {set.Lanes})");
            writer.Line($"{code.Type} x = {code.Class}.Create(from, i);");
            writer.Line($"{call}.CopyTo(to, i);");
            writer.Close();
            writer.Close();
        }

        printed.Write(writer);
        writer.Close();
        var file = new CodeWriter();
        CpuAliases.All.Write(file, writer.ToString());
        file.Lines(writer.ToString());
        _type = Compile(file.ToString()).GetType("Functions")!;
    }

    public float[] Run(string name, float[] values)
    {
        var results = new float[values.Length];
        _type.GetMethod("Run" + name)!.Invoke(null, [values, results]);
        return results;
    }

    private static Assembly Compile(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "VectorFunctions", [CSharpSyntaxTree.ParseText(source)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: true));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics) + "\n" + source);
        return Assembly.Load(stream.ToArray());
    }
}
