namespace Fusion.Training;

/// <summary>A step could not be made: its loss was no finite number. Nothing has changed.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>A step could not be made.</summary>
    public TrainingException()
    {
    }

    /// <summary>A step could not be made, for the reason that the message says.</summary>
    public TrainingException(string message) : base(message)
    {
    }

    /// <summary>A step could not be made, for the reason that the message says.</summary>
    public TrainingException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
