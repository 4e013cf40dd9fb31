using Fusion.Compiler;
using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit.Training;
using Fusion.Compiler.Graphs;
using Fusion.Generator.Parse;

namespace Fusion.Generator;

/// <summary>What the generated part of a training takes from its teacher.</summary>
internal static class TeacherDescription
{
    public static TeacherClass Of(TrainingModel model, Teaching teaching)
    {
        Graph teacher = teaching.Teacher;
        var inputs = model.Spec.FromTeacher(teaching).ToDictionary(pair => pair.Result, pair => pair.Input);
        var results = teacher.Outputs.Select(output => new TeacherResult(
            teacher.Nodes[output.Node].Shape.Elements, inputs.TryGetValue(output.Name, out string? input) ? input : null));
        var alignments = model.Spec.Alignments.Select(spec => (Spec: spec, Alignment: new Alignment(spec, teaching))).ToList();
        return new TeacherClass(model.Teacher!.Type, model.Teacher.Access, results.ToEquatableArray())
        {
            Taps = alignments.Select(each =>
                new TeacherTap(each.Spec.TeacherTap, each.Alignment.TeacherShape.Elements, each.Spec.Input)).Distinct()
                .ToEquatableArray(),
            Margins = alignments.Where(each => each.Alignment.MarginNorm is not null)
                .Select(each => new TeacherMargins(each.Alignment.MarginNorm!.Path, each.Spec.Margins)).Distinct().ToEquatableArray(),
        };
    }
}
