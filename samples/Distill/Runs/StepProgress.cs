using Fusion.Training;

namespace Fusion.Samples.Distill.Runs;

/// <summary>How far an epoch is.</summary>
/// <param name="run">Whose.</param>
/// <param name="epoch">Its number.</param>
/// <param name="steps">How many steps it has.</param>
/// <param name="terms">Each term of the last step's loss.</param>
internal sealed class StepProgress(TrainingRun run, int epoch, int steps, IReadOnlyList<float> terms)
{
    private double _lossSum;
    private long _right, _seen;

    public TrainingRun Run => run;

    public int Epoch => epoch;

    /// <summary>How many steps were made.</summary>
    public int Done { get; private set; }

    /// <summary>The share of the whole training that was made.</summary>
    public double Share => (epoch - 1 + (double)Done / steps) / run.Epochs;

    public IReadOnlyList<float> Terms => terms;

    /// <summary>The loss of the last step.</summary>
    public float LastLoss { get; private set; }

    /// <summary>The mean loss of the epoch so far.</summary>
    public double Loss => _lossSum / Done;

    /// <summary>The share that was right in the epoch so far.</summary>
    public double Learnt => (double)_right / _seen;

    public void Add(float loss, Evaluation batch)
    {
        LastLoss = loss;
        _lossSum += loss;
        _right += batch.Correct;
        _seen += batch.Count;
        Done++;
    }
}
