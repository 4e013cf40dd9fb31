namespace Fusion.Compiler.Emit.Training;

/// <summary>Prints how a step runs the teacher, into the inputs of the step that its results and taps are for.</summary>
internal sealed class TeacherRunEmitter(NetworkText text, TrainingClass training)
{
    private readonly TeacherClass _teacher = training.Teacher!;

    /// <param name="given">What the caller gives, the network's inputs first.</param>
    public void Emit(IReadOnlyList<Input> given)
    {
        CodeWriter writer = text.Writer;
        Input[] inputs = [.. given.Take(training.NetworkInputs)];
        string run = $"this.{TrainingStartEmitter.TeacherField}.";
        if (_teacher.Taps.Count == 0)
        {
            writer.Line($"{run}Run({Arguments(inputs.Select(input => Escape.Identifier(input.Name)), "")});");
            return;
        }
        string sample = Local("sample"), taps = Local("taps");
        var samples = inputs.Select(input =>
        {
            long elements = input.Shape.Elements / training.Samples;
            return $"{Escape.Identifier(input.Name)}.Slice({sample} * {elements}, {elements})";
        });
        writer.Open($"for (int {sample} = 0; {sample} < {training.Samples}; {sample}++)");
        writer.Line($"using var {taps} = {run}RunTapped({Arguments(samples, ", " + sample)});");
        foreach (TeacherTap tap in _teacher.Taps)
            writer.Line($"{taps}.{Escape.Identifier(tap.Name)}.CopyTo(base.Place({text.PlaceOf(tap.Input)}, {sample}));");
        writer.Close();

        string Local(string wanted)
        {
            while (given.Any(input => input.Name == wanted)) wanted += "_";
            return wanted;
        }
    }

    private string Arguments(IEnumerable<string> inputs, string sample)
    {
        int unread = 0;
        return string.Join(", ", inputs.Concat(_teacher.Results.Select(result => result.Input is null
            ? $"this.{TrainingStartEmitter.UnreadField}{unread++}"
            : $"base.Place({text.PlaceOf(result.Input)}{sample})")));
    }
}
