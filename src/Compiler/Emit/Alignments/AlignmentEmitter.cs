using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit.Members;
using Fusion.Compiler.Emit.Training;

namespace Fusion.Compiler.Emit.Alignments;

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
        _writer.Summary(
            $"How many samples a batch has. The student's features are {alignment.Student}, the teacher's {alignment.Teacher}.");
        _writer.Line($"public const int BatchSize = {alignment.Alignment.Samples};");
        _writer.Line();
        new TrainingConstantsEmitter(text, Training).Emit();
        new AlignmentStartEmitter(text, alignment).Emit();
        EmitForward();
        EmitBackward();
        if (_programs.Contains(AlignmentProgram.Step)) EmitStep();
        EmitGradients();
        _writer.Close();
    }

    private TrainingClass Training => new(
        Spec.Name, alignment.Alignment.Samples, [(Spec.Name, 1d)], [],
        alignment.Alignment.Optimizer is Adam adam ? (adam.Beta1, adam.Beta2) : (0d, 0d))
    {
        BiasedConnectors = Spec.StartsBiased ? [Spec.Name] : [],
        Declaration = Declare(Spec.Declaration),
        ComparedDeclaration = Declare(Spec.ComparedDeclaration),
    };

    private string Declare(string loss) =>
        $"{loss}, batches of {alignment.Alignment.Samples}, {alignment.Alignment.Optimizer?.Declaration ?? "no optimiser"}";

    private void EmitForward()
    {
        EmitDocumentation("The loss. Allocates nothing.", hasGradients: false, []);
        _writer.Line($"public override float Forward({Features}) =>");
        _writer.Line($"    base.RunForward({Call(AlignmentProgram.Forward)}, student, teacher);");
        _writer.Line();
    }

    private void EmitBackward()
    {
        EmitDocumentation(
            "The loss and the gradients of the student's features and the connector, and, on request, of the teacher's features. Allocates "
            + "nothing.", hasGradients: true, [("teacherGradient", "Where that of the teacher's goes; empty where it is not wanted.")]);
        _writer.Line(
            $"public override float Backward({Features}, {Gradient("student")}, {Gradient("teacher")} = default, float weight = 1) =>");
        _writer.Line($"    base.RunBackward(teacherGradient.IsEmpty ? {Call(AlignmentProgram.Backward)}");
        _writer.Line($"        : {Call(AlignmentProgram.BackwardToTeacher)},");
        _writer.Line("        student, teacher, studentGradient, teacherGradient, weight);");
        _writer.Line();
    }

    private void EmitStep()
    {
        EmitDocumentation("The loss and the gradients, and an update of the connector. Allocates nothing.", hasGradients: true,
            [("learningRate", "How far the connector's weights go.")]);
        _writer.Line($"public float Step({Features}, {Gradient("student")}, float learningRate, float weight = 1) =>");
        _writer.Line(
            $"    base.RunStep({Call(AlignmentProgram.Step)}, student, teacher, studentGradient, default, weight, learningRate);");
        _writer.Line();
    }

    private static string Gradient(string of) => $"global::System.Span<float> {of}Gradient";

    private string Call(AlignmentProgram program)
    {
        int index = Array.IndexOf(_programs, program);
        CompiledVariant variant = text.Variants[index];
        return $"new {Base}.AlignmentCall({index}, "
            + $"{text.Kernels(KernelAccessEmitter.ClassName)}.FindProgram({index}, base.InstructionSet), "
            + $"{variant.Plans[0].WorkspaceFloats}, {variant.Plans.Max(plan => plan.ScratchFloats)})";
    }

    private void EmitDocumentation(string summary, bool hasGradients, IEnumerable<(string Name, string Text)> more)
    {
        _writer.Summary(summary);
        Parameter("student", $"The student's features, a whole batch: {alignment.Student}.");
        Parameter("teacher", $"The teacher's: {alignment.Teacher}.");
        if (hasGradients) Parameter("studentGradient", "Where the gradient of the student's features goes.");
        foreach (var (name, description) in more) Parameter(name, description);
        if (hasGradients) Parameter("weight", "What all gradients are multiplied by.");
        _writer.Line("/// <returns>The loss, without a weight.</returns>");
        _writer.Line(
            "/// <exception cref=\"global::System.ArgumentException\">A span has the wrong length, or lies where it must not.</exception>");
        _writer.Line($"/// <exception cref=\"{Base}.TrainingException\">The loss{(hasGradients ? " or a gradient" : "")} is no finite "
            + "number. Nothing of the connector has changed.</exception>");

        void Parameter(string name, string description) => _writer.Line($"/// <param name=\"{name}\">{description}</param>");
    }

    private void EmitGradients()
    {
        Graph backward = text.Variants[Array.IndexOf(_programs, AlignmentProgram.Backward)].Declared;
        string prefix = $"gradient.{Spec.Name}.";
        foreach (GraphOutput output in backward.Outputs.Where(output => output.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            string parameter = output.Name.Substring(prefix.Length);
            _writer.Summary(
                $"The gradient of the connector's {parameter}: {backward.Nodes[output.Node].Shape}. Valid until the next call.");
            _writer.Line($"public global::System.ReadOnlySpan<float> {AlignmentNames.OfGradient(parameter)} => "
                + $"base.Gradient({Escape.Literal($"{Spec.Name}.{parameter}")});");
            _writer.Line();
        }
    }
}
