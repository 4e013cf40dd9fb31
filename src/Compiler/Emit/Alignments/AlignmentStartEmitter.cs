using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit.Members;
using Fusion.Compiler.Emit.Training;

namespace Fusion.Compiler.Emit.Alignments;

/// <summary>Prints how an alignment that stands alone begins.</summary>
internal sealed class AlignmentStartEmitter(NetworkText text, AlignmentClass alignment)
{
    private const string Base = "global::Fusion.Training";
    private const string Options = "global::Fusion.NetworkOptions? options = null";

    private readonly CodeWriter _writer = text.Writer;
    private readonly string _name = text.Class.Name;

    private string Info => text.Kernels(DescriptionEmitter.ClassName) + ".Info";

    private bool HasMargins => alignment.MarginNorm is not null;

    /// <summary>What the run time knows of the connector.</summary>
    private string Form
    {
        get
        {
            AlignmentSpec spec = alignment.Alignment.Spec;
            string connector = spec.Connector is null ? "None" : spec.Connector is { HasNorm: false, Activation: "None" }
                ? "Linear"
                : "Other";
            string resized = alignment.Student.Spatial == alignment.Teacher.Spatial ? "false" : "true";
            return $"new({Base}.ConnectorForm.{connector}, {Base}.AlignmentDirection.{spec.Direction}, {resized}, "
                + $"{(alignment.FoldsInto is { } path ? Escape.Literal(path) : "null")})"
                + (alignment.BehindFold.Count == 0 ? ""
                    : $" {{ BehindFold = [{string.Join(", ", alignment.BehindFold.Select(Escape.Literal))}] }}");
        }
    }

    public void Emit()
    {
        _writer.Line($"private {_name}({Base}.TrainingState state, {(HasMargins ? "float[] margins, " : "")}"
            + "global::Fusion.NetworkOptions? options)");
        _writer.Line($"    : base({Info}, TrainingInfo, {Form}, state, {(HasMargins ? "margins" : "[]")}, options, "
            + $"{text.Kernels(KernelAccessEmitter.ClassName)}.FindPacking())");
        _writer.Line("{");
        _writer.Line("}");
        _writer.Line();
        EmitStart("Begins with random weights by He initialisation, the same for the same seed.", "Start", $"int seed = 0, {Options}",
            $"Random({Info}, seed, TrainingInfo)", StartDocumentation.Seed);
        EmitStart("Begins with given weights.", "Start", $"global::Fusion.StateDict weights, {Options}",
            $"From({Info}, weights, 0, TrainingInfo)", StartDocumentation.Weights, "They do not fit; every problem is listed.");
        EmitStart("Goes on from a checkpoint, with the same bits as if nothing had come between.", "Resume",
            $"string checkpoint, {Options}", $"Resume({Info}, checkpoint, TrainingInfo)", StartDocumentation.Checkpoint,
            "The file is damaged, or no checkpoint of this alignment.");
    }

    private void EmitStart(string summary, string method, string parameters, string state, string first, string problem = "")
    {
        _writer.Summary(summary);
        if (HasMargins)
            _writer.Line(
                "/// <param name=\"teacherWeights\">What the teacher was loaded from: its norm says where the margins lie.</param>");
        StartDocumentation.Emit(_writer, first);
        if (HasMargins && problem.Length == 0) problem = "The teacher's weights have no such norm.";
        if (problem.Length > 0) _writer.Line($"/// <exception cref=\"global::Fusion.WeightsException\">{problem}</exception>");
        string teacher = HasMargins ? "global::Fusion.StateDict teacherWeights, " : "";
        string margins = HasMargins ? $"{Base}.TeacherMargins.Of(teacherWeights, {Escape.Literal(alignment.MarginNorm!)})[0], " : "";
        _writer.Line($"public static {_name} {method}({teacher}{parameters}) =>");
        _writer.Line($"    new({Base}.TrainingState.{state}, {margins}options);");
        _writer.Line();
    }
}
