using MathNet.Numerics.LinearAlgebra;

namespace Fusion.Training;

/// <summary>
/// The closed-form optimum of an alignment's linear connector, whatever its loss: the weights W and the bias b that make
/// <c>1/P · Σ ‖W·x + b − t‖² + λ · ‖W‖²</c> least, over P positions with features x of one network and t of the other. The bias is not
/// held back. What is added is kept as moments in double precision, so that any number of batches may be.
/// </summary>
public sealed class LeastSquaresFit
{
    private readonly AlignmentSession _alignment;
    private readonly FeatureMoments _moments;
    private readonly bool _hasBias;
    private readonly int _student, _teacher;

    /// <summary>Begins with nothing.</summary>
    /// <param name="alignment">Whose connector is to be fitted.</param>
    /// <exception cref="ArgumentException">The connector is not linear, or the features come to other positions first.</exception>
    public LeastSquaresFit(AlignmentSession alignment)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        string name = alignment.Info.Name;
        if (alignment.Form.Connector != ConnectorForm.Linear)
            throw new ArgumentException($"{name} has no linear connector, which alone has an optimum in closed form.", nameof(alignment));
        if (alignment.Form.IsResized)
            throw new ArgumentException(
                $"{name} resizes features before the connector; an optimum in closed form needs the same positions of both.",
                nameof(alignment));
        _alignment = alignment;
        _hasBias = alignment.Info.Parameters.Any(parameter => parameter.Name == name + ".bias");
        (_student, _teacher) = (Channels(0), Channels(1));
        _moments = IsOfStudent ? new FeatureMoments(_student, _teacher) : new FeatureMoments(_teacher, _student);

        int Channels(int input) => alignment.Info.Variants[0].Inputs[input].Channels;
    }

    /// <summary>The positions that were added, of all samples.</summary>
    public long Positions => _moments.Count;

    private bool IsOfStudent => _alignment.Form.Direction == AlignmentDirection.StudentToTeacher;

    /// <summary>Adds features of the same positions: a batch, or any other number of them.</summary>
    /// <param name="student">The student's features.</param>
    /// <param name="teacher">The teacher's.</param>
    /// <exception cref="ArgumentException">The lengths are not those of the same positions, or a value is not finite.</exception>
    public void Add(ReadOnlySpan<float> student, ReadOnlySpan<float> teacher)
    {
        if (student.Length % _student != 0 || teacher.Length % _teacher != 0 || student.Length / _student != teacher.Length / _teacher)
        {
            // The one that is no whole number of positions, or has fewer.
            bool isStudents = student.Length % _student != 0
                || (teacher.Length % _teacher == 0 && student.Length / _student < teacher.Length / _teacher);
            throw new ArgumentException(
                $"{student.Length} values of the student and {teacher.Length} of the teacher were given; {_student} and {_teacher} for "
                + "each position were expected.", isStudents ? nameof(student) : nameof(teacher));
        }
        CheckFinite(student, nameof(student));
        CheckFinite(teacher, nameof(teacher));
        if (IsOfStudent) _moments.Add(student, teacher);
        else _moments.Add(teacher, student);
    }

    /// <summary>Gives the connector the best weights, rounded once.</summary>
    /// <param name="ridge">λ, at least 0: how much large weights count against a fit.</param>
    /// <exception cref="InvalidOperationException">Nothing was added, or the features do not say which weights are best.</exception>
    public void Apply(double ridge = 0)
    {
        if (!double.IsFinite(ridge) || ridge < 0)
            throw new ArgumentOutOfRangeException(nameof(ridge), ridge, "A finite number of at least 0 was expected.");
        if (Positions == 0) throw new InvalidOperationException("No features were added.");
        Matrix<double> weights = RidgeRegression.Weights(_moments, _hasBias, ridge);
        string name = _alignment.Info.Name;
        float[] values = new float[_moments.Outputs * _moments.Inputs];
        for (int output = 0; output < _moments.Outputs; output++)
            for (int input = 0; input < _moments.Inputs; input++)
                values[output * _moments.Inputs + input] = (float)weights[output, input];
        _alignment.SetParameter(name + ".weight", values);
        if (_hasBias) _alignment.SetParameter(name + ".bias", Bias(weights));
    }

    private float[] Bias(Matrix<double> weights)
    {
        float[] bias = new float[_moments.Outputs];
        for (int output = 0; output < bias.Length; output++)
        {
            double sum = _moments.Mean(_moments.Inputs + output);
            for (int input = 0; input < _moments.Inputs; input++) sum -= weights[output, input] * _moments.Mean(input);
            bias[output] = (float)sum;
        }
        return bias;
    }

    private static void CheckFinite(ReadOnlySpan<float> values, string parameter)
    {
        foreach (float value in values)
            if (!float.IsFinite(value))
                throw new ArgumentException($"{parameter}: {value} is among the values; finite ones were expected.", parameter);
    }
}
