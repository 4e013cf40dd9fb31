using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Lower;
using Fusion.Compiler.Schedule;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;

namespace Fusion.Generator;

/// <summary>From a read declaration to the text of its generated part. A wrong declaration gives a part whose members throw; the analyzer says why.</summary>
internal static class NetworkGeneration
{
    public static GeneratedSource Generate(NetworkModel model, Tuning tuning, CancellationToken cancellation) =>
        Generate(model, (spec, graphs) => NetworkCompiler.Compile(spec, graphs, tuning), cancellation);

    /// <param name="compile">The compiler; tests put one that fails.</param>
    public static GeneratedSource Generate(NetworkModel model, Func<NetworkSpec, IReadOnlyList<Graph>, string> compile, CancellationToken cancellation)
    {
        string hintName = model.Head.CanExtend ? model.Head.Class.UniqueName + ".g.cs" : "";
        if (model.Failed) return new GeneratedSource("", "", model.Head.ClassName, model.Mistake);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return new GeneratedSource(hintName, Compile(model, compile), model.Head.ClassName, "");
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (NotSupportedException exception)
        {
            string mistake = OneLine(exception.Message).TrimEnd('.');
            return new GeneratedSource(hintName, Placeholder(model, mistake, PlaceholderPart.FailureMarker), model.Head.ClassName, mistake) { Rule = Rules.UnsupportedNetwork.Id };
        }
        catch (Exception exception)
        {
            string failure = exception.GetType().Name + ": " + OneLine(exception.Message).TrimEnd('.');
            return new GeneratedSource(hintName, Placeholder(model, "The generator failed: " + failure, PlaceholderPart.FailureMarker), model.Head.ClassName, failure);
        }
    }

    public static string OneLine(string text) => text.Replace('\r', ' ').Replace('\n', ' ');

    private static string Compile(NetworkModel model, Func<NetworkSpec, IReadOnlyList<Graph>, string> compile)
    {
        if (model.Spec is not { } spec) return Placeholder(model, model.Mistake);
        LoweringResult result = Lowering.Lower(spec);
        return result.Errors.Count > 0 ? Placeholder(model, result.Errors[0].ToString()) : compile(spec, result.Graphs);
    }

    private static string Placeholder(NetworkModel model, string mistake, string marker = PlaceholderPart.Marker) => PlaceholderPart.Write(
        model.Head.Class, model.Head.Inputs, model.Head.Outputs, model.Head.Ranks, model.Head.Taken,
        marker == PlaceholderPart.Marker ? $"The declaration of the network {model.Head.ClassName} is wrong. {mistake}".TrimEnd() : mistake,
        marker);
}
