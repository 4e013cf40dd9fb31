using Fusion.Compiler.Differentiate;

namespace Fusion.Compiler.Emit;

/// <summary>Prints what users call of an alignment that stands alone: beginning, loss, gradients, updates. It stands among their names, and
/// calls everything by its full one.</summary>
internal sealed class AlignmentEmitter(NetworkText text, AlignmentClass alignment)
{
    private const string Base = "global::Fusion.Training";
    private const string Features = "global::System.ReadOnlySpan<float> student, global::System.ReadOnlySpan<float> teacher";

    private readonly CodeWriter _writer = text.Writer;
    private readonly string _name = text.Class.Name;
    private readonly AlignmentProgram[] _programs = [.. alignment.Alignment.Programs];

    private AlignmentSpec Spec => alignment.Alignment.Spec;

    public void Emit()
    {
        string modifiers = text.Class.Modifiers.Length > 0 ? text.Class.Modifiers + " " : "";
        _writer.Line("[global::System.CodeDom.Compiler.GeneratedCode(\"Fusion.Generator\", \"0.1.0\")]");
        _writer.Open($"{modifiers}unsafe partial class {_name} : {Base}.AlignmentSession");
        _writer
            .Summary($"How many samples a batch has. The student's features are {alignment.Student}, the teacher's {alignment.Teacher}.");
        _writer.Line($"public const int BatchSize = {alignment.Alignment.Samples};");
        _writer.Line();
        new TrainingConstantsEmitter(text, Training).Emit();
        new AlignmentStartEmitter(text, alignment).Emit();
        foreach (AlignmentProgram program in _programs) EmitRun(program);
        EmitGradients();
        _writer.Close();
    }

    private TrainingClass Training => new(
        Spec.Name, alignment.Alignment.Samples, [(Spec.Name, 1d)], [],
        alignment.Alignment.Optimizer is Adam adam ? (adam.Beta1, adam.Beta2) : (0d, 0d));

    private void EmitRun(AlignmentProgram program)
    {
        bool hasGradients = program != AlignmentProgram.Forward, toTeacher = program == AlignmentProgram.BackwardToTeacher;
        bool isStep = program == AlignmentProgram.Step;
        _writer.Summary(program switch
        {
            AlignmentProgram.Forward => "The loss. Allocates nothing.",
            AlignmentProgram.Step => "The loss and the gradients, and an update of the connector. Allocates nothing.",
            AlignmentProgram.BackwardToTeacher =>
                "The loss and the gradients of the features of both, and of the connector. Allocates nothing.",
            _ => "The loss and the gradients of the student's features and the connector. Allocates nothing.",
        });
        _writer.Line($"/// <param name=\"student\">The student's features, a whole batch: {alignment.Student}.</param>");
        _writer.Line($"/// <param name=\"teacher\">The teacher's: {alignment.Teacher}.</param>");
        if (hasGradients) _writer.Line("/// <param name=\"studentGradient\">Where the gradient of the student's features goes.</param>");
        if (toTeacher) _writer.Line("/// <param name=\"teacherGradient\">Where that of the teacher's goes.</param>");
        if (isStep) _writer.Line("/// <param name=\"learningRate\">How far the connector's weights go.</param>");
        if (hasGradients) _writer.Line("/// <param name=\"weight\">What all gradients are multiplied by.</param>");
        _writer.Line("/// <returns>The loss, without a weight.</returns>");
        _writer.Line(
            "/// <exception cref=\"global::System.ArgumentException\">A span has the wrong length, or lies where it must not.</exception>");
        if (hasGradients)
            _writer.Line($"/// <exception cref=\"{Base}.TrainingException\">The loss or a gradient is no finite number. Nothing of the "
                + "connector has changed.</exception>");
        string gradients = !hasGradients ? "" : ", global::System.Span<float> studentGradient"
            + (toTeacher ? ", global::System.Span<float> teacherGradient" : "") + (isStep ? ", float learningRate" : "")
            + ", float weight = 1";
        int index = Array.IndexOf(_programs, program);
        CompiledVariant variant = text.Variants[index];
        string name = program switch
        {
            AlignmentProgram.Forward => "Forward",
            AlignmentProgram.Step => "Step",
            _ => "Backward",
        };
        string called = $"new({index}, {text.Kernels(KernelAccessEmitter.ClassName)}.FindProgram({index}, base.InstructionSet), "
            + $"{variant.Plans[0].WorkspaceFloats}, {variant.Plans.Max(plan => plan.ScratchFloats)})";
        string arguments = !hasGradients ? "" : $", studentGradient, {(toTeacher ? "teacherGradient" : "default")}, weight"
            + (isStep ? ", learningRate" : "");
        _writer.Line($"public float {name}({Features}{gradients}) =>");
        _writer.Line($"    base.{(isStep ? "Step" : hasGradients ? "Backward" : "Forward")}({called}, student, teacher{arguments});");
        _writer.Line();
    }

    private void EmitGradients()
    {
        Graph backward = text.Variants[Array.IndexOf(_programs, AlignmentProgram.Backward)].Declared;
        string prefix = $"gradient.{Spec.Name}.";
        foreach (GraphOutput output in backward.Outputs.Where(output => output.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            string parameter = output.Name.Substring(prefix.Length);
            _writer
                .Summary($"The gradient of the connector's {parameter}: {backward.Nodes[output.Node].Shape}. Valid until the next call.");
            _writer.Line($"public global::System.ReadOnlySpan<float> {AlignmentNames.OfGradient(parameter)} => "
                + $"base.Gradient({Escape.Literal($"{Spec.Name}.{parameter}")});");
            _writer.Line();
        }
    }
}
