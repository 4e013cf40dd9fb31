using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Training.Tests.Alignments;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>The optimum of a linear connector in closed form.</summary>
public class LeastSquaresTests
{
    private const int Positions = 4 * 6 * 6, Inputs = 16, Outputs = 48;

    private readonly float[] _student = Values(1, Positions * Inputs, 3), _teacher = Values(2, Positions * Outputs, -1);

    /// <summary>At the optimum no weight has a gradient.</summary>
    [Fact]
    public void Nothing_is_left_to_learn()
    {
        using PlainAlone alignment = PlainAlone.Start(seed: 1);
        float[] gradient = new float[_student.Length];
        float before = alignment.Backward(_student, _teacher, gradient);
        float greatest = Greatest(alignment.WeightGradient);
        alignment.FitLeastSquares(_student, _teacher);
        Assert.True(alignment.Backward(_student, _teacher, gradient) < 0.5f * before);
        Assert.InRange(Greatest(alignment.WeightGradient), 0, 1e-5f * greatest);
        Assert.InRange(Greatest(alignment.BiasGradient), 0, 1e-5f * greatest);
    }

    [TorchTheory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(10)]
    public void Weights_are_those_that_TorchSharp_solves_for(double ridge)
    {
        using PlainAlone alignment = PlainAlone.Start(seed: 1);
        alignment.FitLeastSquares(_student, _teacher, ridge);

        Tensor x = Matrix(_student, Inputs), t = Matrix(_teacher, Outputs);
        Tensor meanX = x.mean([0], true), meanT = t.mean([0], true);
        (x, t) = (x - meanX, t - meanT);
        // The ridge as more positions, so that nothing is squared.
        Tensor rows = cat([x, eye(Inputs, dtype: float64) * Math.Sqrt(ridge * Positions)]);
        Tensor weights = linalg.lstsq(rows, cat([t, zeros(Inputs, Outputs, dtype: float64)])).Solution;
        Close(TorchLayout.ToValues(weights.t()), alignment.Weights()["PlainAlone.weight"].Values);
        Close(TorchLayout.ToValues(meanT - meanX.mm(weights)), alignment.Weights()["PlainAlone.bias"].Values);
    }

    [Fact]
    public void Weights_that_made_the_features_are_found_again()
    {
        using PlainAlone alignment = PlainAlone.Start(seed: 1);
        StateDict weights = alignment.Weights();
        float[] teacher = new float[_teacher.Length];
        Connect(weights["PlainAlone.weight"].Values, weights["PlainAlone.bias"].Values, _student, teacher);
        using PlainAlone fitted = PlainAlone.Start(seed: 2);
        var fit = new LeastSquaresFit(fitted);
        // In pieces that are no batches.
        fit.Add(_student.AsSpan(0, 50 * Inputs), teacher.AsSpan(0, 50 * Outputs));
        fit.Add(_student.AsSpan(50 * Inputs), teacher.AsSpan(50 * Outputs));
        Assert.Equal(Positions, fit.Positions);
        fit.Apply();
        Close(Array.ConvertAll(weights["PlainAlone.weight"].Values.ToArray(), value => (double)value),
            fitted.Weights()["PlainAlone.weight"].Values);
        Assert.InRange(fitted.Forward(_student, teacher), 0, 1e-10f);
    }

    [Fact]
    public void Connectors_of_the_teacher_and_without_bias_are_fitted_too()
    {
        using ReverseAlone reverse = ReverseAlone.Start(seed: 1);
        float before = reverse.Forward(_student, _teacher);
        reverse.FitLeastSquares(_student, _teacher, ridge: 1e-6);
        Assert.True(reverse.Forward(_student, _teacher) < 0.5f * before);
        using UnbiasedAlone unbiased = UnbiasedAlone.Start(seed: 1);
        float[] student = _student[..(36 * Inputs)], teacher = _teacher[..(36 * Outputs)], gradient = new float[student.Length];
        unbiased.FitLeastSquares(student, teacher);
        unbiased.Backward(student, teacher, gradient);
        Assert.InRange(Greatest(unbiased.WeightGradient), 0, 1e-5f);
    }

    [Fact]
    public void What_does_not_fit_says_so()
    {
        using PlainAlone alignment = PlainAlone.Start(seed: 1);
        Assert.Contains("1 values of the student and 48 of the teacher were given; 16 and 48 for each position were expected",
            Assert.Throws<ArgumentException>(() => alignment.FitLeastSquares(new float[1], new float[48])).Message);
        Assert.Contains("NaN is among the values",
            Assert.Throws<ArgumentException>(() =>
                alignment.FitLeastSquares(Enumerable.Repeat(float.NaN, 16).ToArray(), new float[48])).Message);
        Assert.Contains("No features were added",
            Assert.Throws<InvalidOperationException>(() => new LeastSquaresFit(alignment).Apply()).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => alignment.FitLeastSquares(_student, _teacher, -1));
        for (int position = 0; position < Positions; position++) _student[position * Inputs + 3] = _student[position * Inputs];
        Assert.Contains("give a ridge greater than 0",
            Assert.Throws<InvalidOperationException>(() => alignment.FitLeastSquares(_student, _teacher)).Message);
        alignment.FitLeastSquares(_student, _teacher, ridge: 1e-3);
        using NormAlone norm = NormAlone.Start(seed: 1);
        Assert.Contains("NormAlone has no linear connector", Assert.Throws<ArgumentException>(() => new LeastSquaresFit(norm)).Message);
        using PooledAlone pooled = PooledAlone.Start(seed: 1);
        Assert.Contains("PooledAlone resizes features", Assert.Throws<ArgumentException>(() => new LeastSquaresFit(pooled)).Message);
    }

    private static void Connect(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float[] x, float[] y)
    {
        for (int position = 0; position < Positions; position++)
        {
            for (int output = 0; output < Outputs; output++)
            {
                double sum = bias[output];
                for (int i = 0; i < Inputs; i++) sum += (double)weight[output * Inputs + i] * x[position * Inputs + i];
                y[position * Outputs + output] = (float)sum;
            }
        }
    }

    private static float[] Values(int seed, int count, double mean) =>
        Array.ConvertAll(RandomValues.Normal(seed, count), value => (float)(mean + value));

    private static Tensor Matrix(float[] values, int columns) =>
        tensor(Array.ConvertAll(values, value => (double)value), [values.Length / columns, columns]);

    private static float Greatest(ReadOnlySpan<float> values)
    {
        float greatest = 0;
        foreach (float value in values) greatest = Math.Max(greatest, Math.Abs(value));
        return greatest;
    }

    private static void Close(double[] expected, ReadOnlySpan<float> found)
    {
        float[] values = found.ToArray();
        double greatest = expected.Max(Math.Abs), error = expected.Zip(values, (left, right) => Math.Abs(left - right)).Max();
        Assert.True(error <= 1e-6 * greatest, $"Off by {error:E2}, the greatest is {greatest:E2}.");
    }
}
