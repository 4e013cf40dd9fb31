namespace Fusion.Compiler.Emit.Members;

/// <summary>Prints what users call of a network: what every network has, then what its targets add. It stands among their names, and calls
/// everything by its full one.</summary>
internal sealed class NetworkClassEmitter(NetworkText text)
{
    public void Emit()
    {
        CodeWriter writer = text.Writer;
        string modifiers = text.Class.Modifiers.Length > 0 ? text.Class.Modifiers + " " : "";
        writer.Line("[global::System.CodeDom.Compiler.GeneratedCode(\"Fusion.Generator\", \"0.1.0\")]");
        writer.Open($"{modifiers}partial class {text.Class.Name} : global::Fusion.Network");
        new ConstantsEmitter(text).Emit();
        new LoadingEmitter(text).Emit();
        RunEmitter[] runs = [.. RunMethod.Of(text.Variants).Select(method => new RunEmitter(text, method))];
        foreach (RunEmitter run in runs) run.Emit();
        if (text.Variants.Count > 1)
        {
            new SizesEmitter(writer, text.Class.Name, text.Variants).Emit(() => Array.ForEach(runs, run => run.EmitSized()));
            writer.Line();
        }
        new TapsEmitter(text).Emit();
        foreach (PlannedTarget target in text.Network.Targets) target.EmitMembers(text);
        writer.Close();
    }
}
