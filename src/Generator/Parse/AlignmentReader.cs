using Fusion.Compiler.Declarations;
using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit.Alignments;
using Fusion.Compiler.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads an alignment. Its attribute speaks of generated members, which a generator does not see, so that the syntax says what
/// C# cannot yet: <c>nameof(Student.Stage3)</c>.</summary>
internal static class AlignmentReader
{
    private static readonly string[] s_enumerations =
        ["Loss", "Normalization", "Reduction", "Connector", "Activation", "Resize", "Direction"];

    /// <returns>Null where the class has no such attribute.</returns>
    public static AlignmentModel? Read(ParseSession session, INamedTypeSymbol type)
    {
        if (Find(type)?.ApplicationSyntaxReference?.GetSyntax(session.Cancellation) is not AttributeSyntax syntax) return null;
        var arguments = new AttributeArguments(session, syntax);
        INamedTypeSymbol? student = arguments.Type(0, "student"), teacher = arguments.Type(2, "teacher");
        string? studentTap = arguments.Name(1, "studentTap"), teacherTap = arguments.Name(3, "teacherTap");
        if (student is null || teacher is null || studentTap is null || teacherTap is null)
            return new AlignmentModel(student, teacher, Mistake: FindMissing(arguments));
        var (loss, mistake) = ReadLoss(arguments);
        if (arguments.FindUndefined(s_enumerations) is { } undefined) mistake = undefined;
        if (TrainingCheck.FindRole(type, KnownTypes.AlignmentAttribute) is { } role) mistake = role.Text;
        var spec = new AlignmentSpec(type.Name, studentTap, teacherTap, loss)
        {
            Connector = ReadConnector(arguments, loss, ref mistake),
            Resize = arguments.Member("Resize", AlignmentResizing.None),
            Direction = arguments.Member("Direction", AlignmentDirection.StudentToTeacher),
        };
        int mistaken = -1;
        StandaloneAlignment? alone = ReadAlone(arguments, type, spec, ref mistake, ref mistaken);
        NetworkSpec? own = null, others = null;
        if (mistake.Length == 0) mistake = TrainingReader.ReadNetwork(session, student, "aligned", out own);
        if (mistake.Length == 0) mistake = TrainingReader.ReadNetwork(session, teacher, "run as a teacher", out others);
        return new AlignmentModel(student, teacher, spec, own, others, mistake) { Alone = alone, MistakenAttribute = mistaken };
    }

    /// <summary>What is null, or no class; of what is not there C# speaks.</summary>
    private static string FindMissing(AttributeArguments arguments) =>
        arguments.IsNull(0, "student") ? "the student is null; name its class, as in typeof(Student)."
        : arguments.IsNull(1, "studentTap") ? "the name of the student's tap is null; name it, as in nameof(Student.Stage)."
        : arguments.IsNull(2, "teacher") ? "the teacher is null; name its class, as in typeof(Teacher)."
        : arguments.IsNull(3, "teacherTap") ? "the name of the teacher's tap is null; name it, as in nameof(Teacher.Stage)."
        : "";

    private static StandaloneAlignment? ReadAlone(
        AttributeArguments arguments, INamedTypeSymbol type, AlignmentSpec spec, ref string mistake, ref int mistaken)
    {
        Optimizer? optimizer = type.GetAttributes().Select(OptimizerTable.Read).FirstOrDefault(found => found is not null);
        if (arguments.Has("Batch"))
        {
            if (mistake.Length == 0 && TrainingCheck.FindOptimizer(type) is { } found) (mistake, mistaken) = (found.Text, found.Attribute);
            if (mistake.Length == 0) mistake = TrainingCheck.FindTaken(type, AlignmentNames.Declared) ?? "";
            return new StandaloneAlignment(spec, arguments.Int("Batch", 0), optimizer);
        }
        if (optimizer is not null && mistake.Length == 0)
            mistake = "an optimiser moves the connector of an alignment that stands alone; say the Batch, or leave the optimiser to the "
                + "training.";
        return null;
    }

    public static AttributeData? Find(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute => KnownTypes.IsNamed(attribute.AttributeClass, KnownTypes.AlignmentAttribute));

    private static (Loss Loss, string Mistake) ReadLoss(AttributeArguments arguments)
    {
        string name = arguments.Member("Loss") ?? nameof(MeanSquaredError);
        Loss loss = name switch
        {
            nameof(AttentionTransfer) => new AttentionTransfer(arguments.Member("Reduction", AttentionReduction.MeanSquare)),
            nameof(ChannelWiseKl) => new ChannelWiseKl(arguments.Number("Temperature", 4)),
            nameof(Pearson) => new Pearson(),
            nameof(MarginMse) => new MarginMse(),
            _ => new MeanSquaredError(arguments.Member("Normalization", FeatureNormalization.None)),
        };
        (string Option, bool Fits)[] options =
        [
            ("Normalization", loss is MeanSquaredError), ("Reduction", loss is AttentionTransfer), ("Temperature", loss is ChannelWiseKl),
        ];
        foreach (var (option, fits) in options)
            if (!fits && arguments.Has(option)) return (loss, $"the loss {name} has no {option}; leave it out.");
        return (loss, "");
    }

    private static ConnectorSpec? ReadConnector(AttributeArguments arguments, Loss loss, ref string mistake)
    {
        bool isAttention = loss is AttentionTransfer, isNone = arguments.Member("Connector") == "None";
        if (isAttention && arguments.Member("Connector") == "Pointwise")
            mistake = "AttentionTransfer compares maps without channels, so that it has no connector; leave the connector out.";
        if (!isAttention && !isNone)
        {
            bool? bias = arguments.Has("Bias") ? arguments.Flag("Bias") : null;
            return new ConnectorSpec(bias, arguments.Flag("BatchNorm"), arguments.Member("Activation") ?? "None");
        }
        foreach (string option in new[] { "BatchNorm", "Bias", "Activation" })
        {
            if (mistake.Length == 0 && arguments.Has(option))
                mistake = $"{option} is a connector's, but there is none here; leave it out.";
        }
        return null;
    }
}
