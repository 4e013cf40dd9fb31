using Fusion.Compiler.Emit.Members;

namespace Fusion.Compiler.Emit.Training;

/// <summary>Prints what users call of a training: beginning, steps, results. It stands among their names, and calls everything by its full
/// one.</summary>
internal sealed class TrainingEmitter(NetworkText text, TrainingClass training)
{
    private const string Base = "global::Fusion.Training";

    private readonly CodeWriter _writer = text.Writer;
    private readonly CompiledVariant _step = text.Variants[0];
    private readonly string _name = text.Class.Name;

    /// <summary>The network's results: the outputs of the step before the guard and the terms of the loss.</summary>
    private IEnumerable<GraphOutput> Results =>
        _step.Declared.Outputs.Take(_step.Declared.Outputs.Count - training.Terms.Count - 1);

    private TeacherClass? Teacher => training.Teacher;

    /// <summary>The inputs of the step.</summary>
    private Input[] Inputs => [.. _step.Declared.Inputs.Select(node => (Input)node.Operation)];

    /// <summary>What the caller gives for a step: all inputs but the teacher's and the last, which is the step's own.</summary>
    private Input[] Given => [.. Inputs.Take(Inputs.Length - 1).Where(input => Teacher?.Gives(input.Name) != true)];

    public void Emit()
    {
        string modifiers = text.Class.Modifiers.Length > 0 ? text.Class.Modifiers + " " : "";
        _writer.Line("[global::System.CodeDom.Compiler.GeneratedCode(\"Fusion.Generator\", \"0.1.0\")]");
        _writer.Open($"{modifiers}partial class {_name} : {Base}.TrainingSession");
        EmitConstants();
        EmitStarts();
        EmitStep();
        EmitResults();
        EmitLoss();
        _writer.Close();
    }

    private void EmitConstants()
    {
        _writer.Summary("How many samples each step sees.");
        _writer.Line($"public const int BatchSize = {training.Samples};");
        _writer.Line();
        new TrainingConstantsEmitter(text, training).Emit();
    }

    private void EmitStarts() => new TrainingStartEmitter(text, training).Emit();

    private void EmitStep()
    {
        string rate = Local("learningRate");
        var parameters = Given.Select(input =>
            $"global::System.ReadOnlySpan<{(IsLabel(input) ? "int" : "float")}> {Escape.Identifier(input.Name)}");
        _writer.Summary("Makes one step: forward, losses, gradients, updates. Allocates nothing.");
        foreach (Input input in Given)
        {
            string what = IsLabel(input) ? $"Classes from 0 to {training.ClassesOf(input.Name) - 1}" : "Values";
            _writer.Line($"/// <param name=\"{Escape.Documentation(input.Name)}\">{what} of a whole batch: {input.Shape}.</param>");
        }
        _writer.Line($"/// <param name=\"{rate}\">How far the weights go.</param>");
        _writer.Line($"/// <exception cref=\"{Base}.TrainingException\">The loss is no finite number. Nothing has changed.</exception>");
        _writer.Open($"public unsafe Loss Step({string.Join(", ", parameters)}, float {rate})");
        _writer.Line("base.Begin();");
        _writer.Open("try");
        foreach (Input input in Given)
            _writer.Line($"base.Give({text.PlaceOf(input.Name)}, {Escape.Identifier(input.Name)}, {Escape.Literal(input.Name)});");
        if (Teacher is not null) new TeacherRunEmitter(text, training).Emit(Given);
        string program = $"{text.Kernels(KernelAccessEmitter.ClassName)}.FindProgram(0, base.InstructionSet)";
        string terms = string.Concat(training.Terms.Select((_, i) => $", base.Term({i})"));
        _writer.Line($"float sum = base.Step({program}, {_step.Plans[0].WorkspaceFloats}, "
            + $"{_step.Plans.Max(plan => plan.ScratchFloats)}, {rate});");
        _writer.Line($"return new Loss(sum{terms});");
        _writer.Close();
        _writer.Open("finally");
        _writer.Line("base.End();");
        _writer.Close();
        _writer.Close();
        _writer.Line();
    }

    private void EmitResults()
    {
        _writer.Line("/// <inheritdoc/>");
        _writer.Line(
            $"protected override {StepValuesEmitter.Type}[] FindValues() => {text.Kernels(KernelAccessEmitter.ClassName)}.FindValues();");
        _writer.Line();
        int index = 0;
        IReadOnlyList<string> names = TrainingNames.OfResults(_name, Results.Select(output => output.Name));
        foreach (GraphOutput output in Results)
        {
            _writer.Summary($"The network's result '{output.Name}' in the last step, for all samples: "
                + $"{_step.Declared.Nodes[output.Node].Shape}. Valid until the next step.");
            _writer.Line($"public global::System.ReadOnlySpan<float> {names[index]} => base.Result({index++});");
            _writer.Line();
        }
    }

    private void EmitLoss()
    {
        string parameters = string.Concat(training.Terms.Select(term => $", float {TrainingNames.Pascal(term.Name)}"));
        _writer.Summary("What a step found: the weighted sum of the terms, and each term without its weight.");
        _writer.Line($"public readonly record struct Loss(float Sum{parameters});");
    }

    private bool IsLabel(Input input) => training.ClassesOf(input.Name) > 0;

    private string Local(string wanted)
    {
        while (Given.Any(input => input.Name == wanted)) wanted += "_";
        return wanted;
    }
}
