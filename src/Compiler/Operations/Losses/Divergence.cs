namespace Fusion.Compiler.Operations;

/// <summary>
/// The Kullback–Leibler divergence <c>Σ p (log p − log q)</c> of a student's distribution q from a teacher's p, both given by their
/// logarithms as <see cref="LogSoftmax"/> makes them. Where p is 0, it has no part, as in PyTorch. What is summed is
/// <c>p (log p − log q) + q − p</c>, because Σ p and Σ q are 1: no term is less than 0, so that nothing cancels where the two hardly
/// differ, as at high temperatures.
/// </summary>
internal static class Divergence
{
    public static double Of(double[] student, double[] teacher)
    {
        double sum = 0;
        for (int i = 0; i < teacher.Length; i++) sum += Term(student[i], teacher[i]);
        return sum;
    }

    /// <summary>The derivatives by the logits of the student (input 0): <c>q − p</c>, or of the teacher (input 1):
    /// <c>p (log p − log q − divergence)</c>.</summary>
    public static double[] Derive(double[] student, double[] teacher, int input)
    {
        double all = input == 0 ? 0 : Of(student, teacher);
        double[] result = new double[student.Length];
        for (int i = 0; i < result.Length; i++)
        {
            double p = Math.Exp(teacher[i]), log = teacher[i] - student[i];
            result[i] = input == 1 ? p == 0 ? 0 : p * (log - all)
                : Math.Abs(log) <= 1 ? p * (ExpRemainder.Of(-log) - log)
                : Math.Exp(student[i]) - p;
        }
        return result;
    }

    private static double Term(double student, double teacher)
    {
        double p = Math.Exp(teacher), log = teacher - student;
        if (Math.Abs(log) <= 1) return p * ExpRemainder.Of(-log);
        double q = Math.Exp(student);
        return p == 0 ? q : q - p + p * log;
    }
}
