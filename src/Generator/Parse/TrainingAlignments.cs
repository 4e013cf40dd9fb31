using Fusion.Compiler;
using Fusion.Compiler.Differentiate;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>The alignments that a training adds to its losses.</summary>
/// <param name="Mistake">Why the training cannot use one of them; empty where it can.</param>
/// <param name="Mistaken">Which of the training's attributes names it; −1 for none.</param>
/// <param name="IsWrong">Whether one of them is wrong by itself, which is reported for its class.</param>
internal sealed record TrainingAlignments(EquatableArray<AlignmentSpec> Specs, string Mistake, int Mistaken, bool IsWrong)
{
    public static TrainingAlignments Read(ParseSession session, INamedTypeSymbol training, AttributeData attribute)
    {
        var student = attribute.ConstructorArguments.FirstOrDefault().Value as INamedTypeSymbol;
        var teacher = new NamedArguments(attribute).Value("Teacher") as INamedTypeSymbol;
        var specs = new List<AlignmentSpec>();
        var found = new TrainingAlignments([], "", -1, IsWrong: false);
        IReadOnlyList<AttributeData> attributes = Find(training);
        for (int i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].AttributeClass!.TypeArguments[0] is not INamedTypeSymbol type) continue;
            AlignmentModel? model = session.CanRead(type) ? AlignmentReader.Read(session, type) : null;
            string mistake = model is null
                ? $"{type.Name} is no alignment; a class of this project with [DistillationAlignment] was expected."
                : Other(model.Student, student, type, "student") ?? Other(model.Teacher, teacher, type, "teacher") ?? "";
            if (mistake.Length > 0 && found.Mistake.Length == 0)
                found = found with { Mistake = mistake, Mistaken = training.GetAttributes().IndexOf(attributes[i]) };
            if (model is { Spec: null } or { Mistake.Length: > 0 }) found = found with { IsWrong = true };
            if (model?.Spec is { } spec) specs.Add(spec with { Weight = new NamedArguments(attributes[i]).Number("Weight", 1) });
        }
        return found with { Specs = specs.ToEquatableArray() };
    }

    /// <summary>The attributes, in their order.</summary>
    private static IReadOnlyList<AttributeData> Find(INamedTypeSymbol training) =>
    [
        .. training.GetAttributes().Where(attribute => attribute.AttributeClass is { Arity: 1 } type
            && type.OriginalDefinition.ToDisplayString() == "Fusion.Training.AlignAttribute<TAlignment>"),
    ];

    /// <summary>Why an alignment is none of this training's networks; a training without a teacher has a message of its own.</summary>
    private static string? Other(INamedTypeSymbol? aligned, INamedTypeSymbol? trained, INamedTypeSymbol type, string role) =>
        aligned is null || trained is null || SymbolEqualityComparer.Default.Equals(aligned, trained) ? null
            : $"{type.Name} aligns the {role} {aligned.Name}, but the training's {role} is {trained.Name}.";
}
