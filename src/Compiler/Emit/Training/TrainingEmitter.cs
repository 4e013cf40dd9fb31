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

    /// <summary>What the caller gives for a step: all inputs but the teacher's, weights of labels, and the last, which is the step's
    /// own.</summary>
    private Input[] Given => [.. Inputs.Take(Inputs.Length - 1).Where(input =>
        Teacher?.Gives(input.Name) != true && !training.LabelInputs.Any(labels => labels.Weights == input.Name))];

    private IEnumerable<string> Parameters => Given.Select(input =>
        $"global::System.ReadOnlySpan<{(IsLabel(input) ? "int" : "float")}> {Escape.Identifier(input.Name)}");

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
        _writer.Summary("Makes one step: forward, losses, gradients, updates. Allocates nothing.");
        EmitParameters();
        _writer.Line($"/// <param name=\"{rate}\">How far the weights go.</param>");
        _writer.Line($"/// <exception cref=\"{Base}.TrainingException\">The loss is no finite number. Nothing has changed.</exception>");
        EmitCall("Step", [.. Parameters, $"float {rate}"], _step, $", {rate}");
        _writer.Summary("The losses of a batch for the network as it runs, without a step: norms use their running statistics, nothing is "
            + "dropped. The results are there as after a step. Allocates nothing.");
        EmitParameters();
        _writer.Line($"/// <exception cref=\"{Base}.TrainingException\">The loss is no finite number.</exception>");
        EmitCall("Evaluate", Parameters, text.Variants[1], "");
    }

    private void EmitParameters()
    {
        foreach (Input input in Given)
        {
            string what = IsLabel(input) ? $"Classes from 0 to {training.ClassesOf(input.Name) - 1}{Ignored(input)}"
                : training.Masks.Any(masked => masked.Mask == input.Name) ? "How much each value counts, at least 0: numbers" : "Values";
            _writer.Line($"/// <param name=\"{Escape.Documentation(input.Name)}\">{what} of a whole batch: {input.Shape}.</param>");
        }
    }

    /// <param name="method">The name of the method, here and in the base class.</param>
    /// <param name="more">What the base class's takes behind the program.</param>
    private void EmitCall(string method, IEnumerable<string> parameters, CompiledVariant program, string more)
    {
        _writer.Open($"public unsafe Loss {method}({string.Join(", ", parameters)})");
        _writer.Line("base.Begin();");
        _writer.Open("try");
        foreach (Input input in Given)
            _writer.Line($"base.Give({text.PlaceOf(input.Name)}, {Escape.Identifier(input.Name)}, {Escape.Literal(input.Name)});");
        if (Teacher is not null) new TeacherRunEmitter(text, training).Emit(Given);
        string kernels = text.Kernels(KernelAccessEmitter.ClassName);
        string found = $"{kernels}.FindProgram({text.Variants.ToList().IndexOf(program)}, base.InstructionSet)";
        string terms = string.Concat(training.Terms.Select((_, i) => $", base.Term({i})"));
        _writer.Line($"float sum = base.{method}({found}, {program.Plans[0].WorkspaceFloats}, "
            + $"{program.Plans.Max(plan => plan.ScratchFloats)}{more});");
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
        _writer.Line($"protected override {StepValuesEmitter.Type}[] FindValues(int program) =>");
        _writer.Line($"    {text.Kernels(KernelAccessEmitter.ClassName)}.FindValues(program);");
        _writer.Line();
        int index = 0;
        IReadOnlyList<string> names = TrainingNames.OfResults(_name, Results.Select(output => output.Name));
        foreach (GraphOutput output in Results)
        {
            _writer.Summary($"The network's result '{output.Name}' in the last step or evaluation, for all samples: "
                + $"{_step.Declared.Nodes[output.Node].Shape}. Valid until the next.");
            _writer.Line($"public global::System.ReadOnlySpan<float> {names[index]} => base.Result({index++});");
            _writer.Line();
        }
    }

    private void EmitLoss()
    {
        string parameters = string.Concat(training.Terms.Select(term => $", float {TrainingNames.Pascal(term.Name)}"));
        _writer.Summary("What a step or an evaluation found: the weighted sum of the terms, and each term without its weight.");
        _writer.Line($"public readonly record struct Loss(float Sum{parameters});");
    }

    private string Ignored(Input input) =>
        training.LabelInputs.FirstOrDefault(labels => labels.Labels == input.Name)?.Rule.Ignored is { } label
            ? $", or {CodeWriter.Number(label)} for what does not count," : "";

    private bool IsLabel(Input input) => training.ClassesOf(input.Name) > 0;

    private string Local(string wanted)
    {
        while (Given.Any(input => input.Name == wanted)) wanted += "_";
        return wanted;
    }
}
