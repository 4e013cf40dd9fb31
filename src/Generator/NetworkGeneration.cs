using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Lower;
using Fusion.Generator.Parse;

namespace Fusion.Generator;

/// <summary>From a read declaration to the text of its generated part. A wrong declaration gives a part whose members throw; the analyzer says why.</summary>
internal static class NetworkGeneration
{
    public static GeneratedSource Generate(NetworkModel model, CancellationToken cancellation)
    {
        string hintName = model.Head.CanExtend ? model.Head.MetadataName + ".g.cs" : "";
        if (model.Failed) return new GeneratedSource("", "", model.Head.ClassName, model.Mistake);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return new GeneratedSource(hintName, Compile(model), model.Head.ClassName, "");
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception exception)
        {
            string failure = exception.GetType().Name + ": " + exception.Message.Replace('\r', ' ').Replace('\n', ' ');
            return new GeneratedSource(hintName, Placeholder(model, "The generator failed: " + failure), model.Head.ClassName, failure);
        }
    }

    private static string Compile(NetworkModel model)
    {
        if (model.Spec is not { } spec) return Placeholder(model, model.Mistake);
        LoweringResult result = Lowering.Lower(spec);
        return result.Errors.Count > 0 ? Placeholder(model, result.Errors[0].ToString()) : NetworkCompiler.Compile(spec, result.Graphs);
    }

    private static string Placeholder(NetworkModel model, string mistake) => PlaceholderPart.Write(
        model.Head.Namespace, model.Head.ContainingTypes, model.Head.ClassName, model.Head.Modifiers, model.Head.Inputs, model.Head.Outputs,
        $"The declaration of the network {model.Head.ClassName} is wrong. {mistake}".TrimEnd());
}
