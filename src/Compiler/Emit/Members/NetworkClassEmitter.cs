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
        foreach (RunMethod method in RunMethod.Of(text.Variants)) new RunEmitter(text, method).Emit();
        new SizesEmitter(text).Emit();
        new TapsEmitter(text).Emit();
        foreach (PlannedTarget target in text.Network.Targets) target.EmitMembers(text);
        writer.Close();
    }
}
