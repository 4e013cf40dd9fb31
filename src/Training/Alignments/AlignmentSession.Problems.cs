using System.Globalization;

namespace Fusion.Training;

/// <summary>What is said of a loss or gradients that are no finite numbers.</summary>
public abstract unsafe partial class AlignmentSession
{
    /// <summary>What stays as it was; nothing where there is no connector.</summary>
    private string Unchanged => Form.Connector == ConnectorForm.None ? "" : " The connector is as it was.";

    private float FiniteLoss(ReadOnlySpan<float> student, ReadOnlySpan<float> teacher)
    {
        float loss = _memory[_loss][0];
        if (float.IsFinite(loss)) return loss;
        string found = FindInFeatures(student, teacher) ?? "The features are finite; look for huge ones."
            + (Form.Connector == ConnectorForm.None ? "" : " A lower learning rate may help, too.");
        throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
            $"{Info.Name}, step {StepCount + 1}: the loss is {loss}, not a finite number.{Unchanged} {found}"));
    }

    private TrainingException GradientNotFinite(
        ReadOnlySpan<float> student, ReadOnlySpan<float> teacher, ReadOnlySpan<float> studentGradient, ReadOnlySpan<float> teacherGradient)
    {
        var gradients = new GradientSearch();
        for (int i = 0; i < Info.Parameters.Count; i++)
        {
            string name = Info.Parameters[i].Name;
            if (_memory.Has(Gradients + name)) gradients.Look(_memory[Gradients + name], name);
        }
        gradients.Look(studentGradient, "the student's features");
        gradients.Look(teacherGradient, "the teacher's features");
        string advice = Form.Connector == ConnectorForm.None ? "Look for huge features, or a huge weight."
            : "A lower learning rate may help; so may a look for huge features, or a huge weight.";
        return new TrainingException(
            $"{Info.Name}, step {StepCount + 1}: {GradientProblem(gradients.AreFinite)}{Unchanged} {advice} "
            + (FindInFeatures(student, teacher) ?? gradients.Sentence));
    }

    private string? FindInFeatures(ReadOnlySpan<float> student, ReadOnlySpan<float> teacher) =>
        FeatureCheck.Find(student, "student", Training.Samples) ?? FeatureCheck.Find(teacher, "teacher", Training.Samples);
}
