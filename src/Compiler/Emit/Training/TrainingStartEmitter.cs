using Fusion.Compiler.Emit.Members;

namespace Fusion.Compiler.Emit.Training;

/// <summary>Prints how a training begins, with its teacher where it has one.</summary>
internal sealed class TrainingStartEmitter(NetworkText text, TrainingClass training)
{
    /// <summary>The field with the teacher.</summary>
    public const string TeacherField = "_teacher";

    /// <summary>The fields for results of the teacher that nothing looks at, numbered.</summary>
    public const string UnreadField = "_unread";

    private const string Base = "global::Fusion.Training";
    private const string Options = "global::Fusion.NetworkOptions? options = null";

    private readonly CodeWriter _writer = text.Writer;
    private readonly string _name = text.Class.Name;

    private string Info => text.Kernels(DescriptionEmitter.ClassName) + ".Info";

    /// <summary>Weights that a training begins with keep to what is declared of them; those of a checkpoint do so already.</summary>
    private string Projected => training.Projections.Count > 0 ? ".Projected(TrainingInfo)" : "";

    private string Access => training.Teacher?.Access ?? "public";

    /// <summary>The teacher as the first parameter.</summary>
    private string Parameter => training.Teacher is { } teacher
        ? $"{teacher.Type} teacher, {(HasMargins ? "global::Fusion.StateDict teacherWeights, " : "")}"
        : "";

    private bool HasMargins => training.Teacher is { Margins.Count: > 0 };

    /// <summary>The teacher as the first argument of the constructor.</summary>
    private string Argument => training.Teacher is not { } teacher ? ""
        : $"{Base}.TrainingSession.UsableTeacher(teacher), " + (!HasMargins ? ""
            : $"{Base}.TeacherMargins.Of(teacherWeights, {string.Join(", ", teacher.Margins.Select(each => Literal(each)))}), ");

    private static string Literal(TeacherMargins margins) => Escape.Literal(margins.Norm);

    public void Emit()
    {
        EmitFields();
        EmitConstructor();
        EmitStart("Begins with random weights by He initialisation. They, and what dropout drops, are the same for the same seed.",
            "Start", $"int seed = 0, {Options}", $"Random({Info}, seed, TrainingInfo){Projected}", [StartDocumentation.Seed]);
        EmitStart("Begins with given weights. The seed is for what dropout drops.", "Start",
            $"global::Fusion.StateDict weights, {Options}, int seed = 0",
            $"From({Info}, weights, seed, TrainingInfo){Projected}", [StartDocumentation.Weights, StartDocumentation.Seed],
            "They do not fit; every problem is listed.");
        EmitStart("Goes on from a checkpoint, with the same bits as if nothing had come between.", "Resume",
            $"string checkpoint, {Options}", $"Resume({Info}, checkpoint, TrainingInfo)", [StartDocumentation.Checkpoint],
            "The file is damaged, or no checkpoint of this training.");
    }

    private void EmitFields()
    {
        if (training.Teacher is not { } teacher) return;
        _writer.Line($"private readonly {teacher.Type} {TeacherField};");
        int unread = 0, samples = teacher.Taps.Count > 0 ? 1 : training.Samples;
        foreach (TeacherResult result in teacher.Results)
        {
            if (result.Input is null)
                _writer.Line($"private readonly float[] {UnreadField}{unread++} = new float[{samples * result.Elements}];");
        }
        _writer.Line();
    }

    private void EmitConstructor()
    {
        string teacher = training.Teacher is null ? "" : $"{training.Teacher.Type} teacher, {(HasMargins ? "float[][] margins, " : "")}";
        _writer.Line($"private {_name}({teacher}{Base}.TrainingState state, global::Fusion.NetworkOptions? options)");
        _writer.Line($"    : base({Info}, TrainingInfo, state, options, {text.Kernels(KernelAccessEmitter.ClassName)}.FindPacking())");
        _writer.Line("{");
        if (training.Teacher is not null) _writer.Line($"    this.{TeacherField} = teacher;");
        if (HasMargins)
        {
            var margins = training.Teacher!.Margins;
            for (int i = 0; i < margins.Count; i++)
                _writer.Line($"    base.Give({text.PlaceOf(margins[i].Input)}, margins[{i}], \"teacherWeights\");");
        }
        _writer.Line("}");
        _writer.Line();
    }

    private void EmitStart(string summary, string method, string parameters, string state, string[] documented, string problem = "")
    {
        _writer.Summary(summary);
        if (training.Teacher is not null)
            _writer.Line("/// <param name=\"teacher\">Runs in every step; the caller disposes of it after the training.</param>");
        if (HasMargins)
            _writer.Line("/// <param name=\"teacherWeights\">What the teacher was loaded from: its norms say where margins lie.</param>");
        StartDocumentation.Emit(_writer, documented);
        if (HasMargins && problem.Length == 0) problem = "The teacher's weights have no such norm.";
        if (problem.Length > 0) _writer.Line($"/// <exception cref=\"global::Fusion.WeightsException\">{problem}</exception>");
        _writer.Line($"{Access} static {_name} {method}({Parameter}{parameters}) =>");
        _writer.Line($"    new({Argument}{Base}.TrainingState.{state}, options);");
        _writer.Line();
    }
}
